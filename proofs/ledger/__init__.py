def ledger(): return ()
