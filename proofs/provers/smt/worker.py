"""A decision procedure for the reals in a process of its own: ``python worker.py z3``.

Reads one JSON request a line ({"text", "milliseconds"}), answers one JSON line. A process of
its own can be stopped whatever the solver is doing, and leaves Ctrl-C to the parent. It uses
nothing of this project, so that it starts fast.
"""

import json
import signal
import sys

WIDER = 2
"""The processor may be used this much longer than a solver is asked to take."""

Z3_WORK = 4_500_000
"""What Z3 counts as its work in a second of the processor, about."""


def z3(text: str, milliseconds: int, cpu_seconds: float | None) -> dict[str, object]:
    """Decide SMT-LIB ``text`` with Z3's procedure for polynomials; give a model if there is one."""
    import z3 as solver_library

    # a context of its own: what was asked before must not matter
    solver = solver_library.SolverFor("QF_NRA", ctx=solver_library.Context())
    if cpu_seconds is None:
        solver.set("timeout", milliseconds)
    else:
        solver.set("rlimit", int(cpu_seconds * Z3_WORK))
    solver.from_string(text)
    status = str(solver.check())
    model: dict[str, str] = {}
    if status == "sat":
        found = solver.model()
        for constant in found.decls():
            value = found[constant]
            exact = value.approx(30) if solver_library.is_algebraic_value(value) else value
            if solver_library.is_rational_value(exact):
                model[constant.name()] = str(exact.as_fraction())
    return {"status": status, "model": model}


def cvc5(text: str, milliseconds: int, cpu_seconds: float | None) -> dict[str, object]:
    """Decide SMT-LIB ``text`` with cvc5's cylindrical algebraic coverings."""
    import cvc5 as solver_library

    solver = solver_library.Solver(solver_library.TermManager())
    if cpu_seconds is None:
        solver.setOption("tlimit-per", str(milliseconds))
    solver.setLogic("QF_NRA")
    parser = solver_library.InputParser(solver)
    parser.setStringInput(solver_library.InputLanguage.SMT_LIB_2_6, text, "claim")
    symbols = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        command.invoke(solver, symbols)
    result = solver.checkSat()
    status = "unsat" if result.isUnsat() else "sat" if result.isSat() else "unknown"
    return {"status": status, "model": {}}


def limit_processor(seconds: float | None) -> None:
    """End this process once it has used so much of the processor; None for no limit."""
    if hasattr(signal, "setitimer"):
        # twice as much where the solver counts its own work, which is the better measure
        signal.setitimer(signal.ITIMER_VIRTUAL, 0 if seconds is None else WIDER * seconds)


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    solve = {"z3": z3, "cvc5": cvc5}[sys.argv[1]]
    # load the library before the first request, and say so
    solve("(declare-const x Real)(assert (> x 0.0))", 1000, None)
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        limit_processor(request["cpu_seconds"])
        try:
            answer = solve(request["text"], request["milliseconds"], request["cpu_seconds"])
        except Exception as error:  # noqa: BLE001  (the parent reports it; this process goes on)
            answer = {"status": "error", "model": {}, "error": str(error)}
        limit_processor(None)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
