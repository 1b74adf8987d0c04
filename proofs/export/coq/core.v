(* The core language in Coq, and the rules of the proof checker as lemmas about real numbers.
   Needs Coq's standard library only. *)

Require Export Reals Lra.
Open Scope R_scope.

(* The language --------------------------------------------------------------------------------- *)

(* a variable may be called R *)
Notation real := R.

Definition integer (x : R) := exists z : Z, x = IZR z.
Definition even (x : R) := exists h : R, integer h /\ x = 2 * h.
Definition odd (x : R) := exists h : R, integer h /\ x = 2 * h + 1.
Definition rational (x : R) := exists p q : Z, q <> 0%Z /\ x = IZR p / IZR q.
Definition noninteger (x : R) := ~ integer x.

(* the root of order n of a >= 0, for n >= 1; Coq has square roots only *)
Definition root (n : nat) (a : R) := if Rlt_dec 0 a then Rpower a (/ INR n) else 0.

(* the largest integer that is not above a *)
Definition floor (a : R) := IZR (Int_part a).

(* Tactics -------------------------------------------------------------------------------------- *)

(* an identity of polynomials with rational coefficients *)
Ltac identity := first [ring | field].

(* a relation between numbers *)
Ltac constant := clear; first [lra | let H := fresh in intro H; lra].

(* what a false relation between numbers would show *)
Ltac impossible := clear; let H := fresh in intro H; exfalso; first [lra | apply H; lra].

(* that a relation between numbers is true, or false *)
Ltac settled :=
  clear; first
  [ split; [intros; exact I | intros; constant]
  | split; [impossible | intros []] ].

Lemma gt_ne p : p > 0 -> p <> 0. Proof. lra. Qed.
Lemma gt_ge p : p > 0 -> p >= 0. Proof. lra. Qed.
Lemma eq_ge p : p = 0 -> p >= 0. Proof. lra. Qed.
Lemma opposite_gt_ne p q : p > 0 -> q = - p -> q <> 0. Proof. lra. Qed.
Lemma opposite_eq p q : p = 0 -> q = - p -> q = 0. Proof. lra. Qed.
Lemma opposite_eq_ge p q : p = 0 -> q = - p -> q >= 0. Proof. lra. Qed.
Lemma opposite_lt p : p < 0 -> - p > 0. Proof. lra. Qed.
Lemma opposite_le p : p <= 0 -> - p >= 0. Proof. lra. Qed.
Lemma opposite_ne p q : p <> 0 -> q = - p -> q <> 0. Proof. lra. Qed.

(* the plainest logic: what can be read off the premises of the goal *)
Ltac follows :=
  intros;
  repeat match goal with
  | H : False |- _ => destruct H
  | H : _ /\ _ |- _ => destruct H
  | H : _ \/ _ |- _ => destruct H
  | |- _ /\ _ => split
  | |- True => exact I
  end;
  first
  [ assumption
  | match goal with
    | |- _ \/ _ => first [left; follows | right; follows]
    | H : ?p > 0 |- ?p <> 0 => exact (gt_ne p H)
    | H : ?p > 0 |- ?p >= 0 => exact (gt_ge p H)
    | H : ?p = 0 |- ?p >= 0 => exact (eq_ge p H)
    | H : ?p > 0 |- ?q <> 0 => apply (opposite_gt_ne p q H); ring
    | H : ?p = 0 |- ?q = 0 => apply (opposite_eq p q H); ring
    | H : ?p = 0 |- ?q >= 0 => apply (opposite_eq_ge p q H); ring
    | H : ?p <> 0 |- ?q <> 0 => apply (opposite_ne p q H); ring
    end ].

(* Facts ---------------------------------------------------------------------------------------- *)

(* a fact has whole coefficients: it is a relation, times a positive number *)
Lemma fact_eq c l r p : c > 0 -> p = c * (l - r) -> (l = r <-> p = 0). Proof. intros; split; intros; nra. Qed.
Lemma fact_ne c l r p : c > 0 -> p = c * (l - r) -> (l <> r <-> p <> 0).
Proof. intros C E; split; intros H G; apply H; [nra | rewrite E, G; ring]. Qed.
Lemma fact_gt c l r p : c > 0 -> p = c * (l - r) -> (l > r <-> p > 0). Proof. intros; split; intros; nra. Qed.
Lemma fact_ge c l r p : c > 0 -> p = c * (l - r) -> (l >= r <-> p >= 0). Proof. intros; split; intros; nra. Qed.
Lemma fact_lt c l r p : c > 0 -> p = c * (r - l) -> (l < r <-> p > 0). Proof. intros; split; intros; nra. Qed.
Lemma fact_le c l r p : c > 0 -> p = c * (r - l) -> (l <= r <-> p >= 0). Proof. intros; split; intros; nra. Qed.

Lemma either_gt p q : q = - p -> p > 0 \/ q >= 0. Proof. intros; destruct (Rgt_dec p 0); [left | right]; lra. Qed.
Lemma either_ge p q : q = - p -> p >= 0 \/ q > 0. Proof. intros; destruct (Rge_dec p 0); [left | right]; lra. Qed.
Lemma either_eq p q : q = p -> p = 0 \/ q <> 0. Proof. intros ->; destruct (Req_dec p 0); [left | right]; assumption. Qed.
Lemma either_ne p q : q = p -> p <> 0 \/ q = 0. Proof. intros ->; destruct (Req_dec p 0); [right | left]; assumption. Qed.
Lemma cases_gt (T : Prop) p q : (T <-> p > 0) -> q = - p -> T /\ p > 0 /\ ~ q >= 0 \/ ~ T /\ ~ p > 0 /\ q >= 0.
Proof. intros A ->; destruct (Rgt_dec p 0); [left | right]; repeat split; try (intro; tauto || lra); tauto || lra. Qed.
Lemma cases_ge (T : Prop) p q : (T <-> p >= 0) -> q = - p -> T /\ p >= 0 /\ ~ q > 0 \/ ~ T /\ ~ p >= 0 /\ q > 0.
Proof. intros A ->; destruct (Rge_dec p 0); [left | right]; repeat split; try (intro; tauto || lra); tauto || lra. Qed.
Lemma cases_eq (T : Prop) p q : (T <-> p = 0) -> q = p -> T /\ p = 0 /\ ~ q <> 0 \/ ~ T /\ ~ p = 0 /\ q <> 0.
Proof. intros A ->; destruct (Req_dec p 0); tauto. Qed.
Lemma cases_ne (T : Prop) p q : (T <-> p <> 0) -> q = p -> T /\ p <> 0 /\ ~ q = 0 \/ ~ T /\ ~ p <> 0 /\ q = 0.
Proof. intros A ->; destruct (Req_dec p 0); tauto. Qed.
Lemma order_cases p q : q = - p -> p > 0 \/ p = 0 \/ q > 0. Proof. intros; lra. Qed.

(* Algebra -------------------------------------------------------------------------------------- *)

Lemma ratio (a b : positive) : IZR (Zpos a) / IZR (Zpos b) > 0.
Proof. apply Rdiv_lt_0_compat; apply IZR_lt; reflexivity. Qed.
Lemma whole_number (a : positive) : IZR (Zpos a) > 0.
Proof. apply IZR_lt; reflexivity. Qed.

Lemma times_gt a b : a > 0 -> b > 0 -> a * b > 0. Proof. intros; nra. Qed.
Lemma times_ge a b : a >= 0 -> b >= 0 -> a * b >= 0. Proof. intros; nra. Qed.
Lemma times_ne a b : a <> 0 -> b <> 0 -> a * b <> 0. Proof. exact (fun p q => prod_neq_R0 a b p q). Qed.
Lemma square_gt a : a <> 0 -> a ^ 2 > 0. Proof. intros; pose proof (Rsqr_pos_lt a H); unfold Rsqr in *; lra. Qed.
Lemma square_ge a : a ^ 2 >= 0. Proof. intros; nra. Qed.
Lemma plus_ge a b : a >= 0 -> b >= 0 -> a + b >= 0. Proof. lra. Qed.
Lemma plus_gt_ge a b : a > 0 -> b >= 0 -> a + b > 0. Proof. lra. Qed.
Lemma plus_ge_gt a b : a >= 0 -> b > 0 -> a + b > 0. Proof. lra. Qed.
Lemma multiple q e : e = 0 -> q * e = 0. Proof. intros ->; ring. Qed.
Lemma plus_eq a b : a = 0 -> b = 0 -> a + b = 0. Proof. lra. Qed.
Lemma one_ne : 1 <> 0. Proof. lra. Qed.

Lemma difference a b : a - b = 0 -> a = b. Proof. lra. Qed.

(* modulo an equation e = 0 with a leading coefficient that is not 0 *)
Lemma modulo (lead : R) (k : nat) (q e p rest : R) :
  lead <> 0 -> e = 0 -> lead ^ k * p = q * e + rest -> rest = 0 -> p = 0.
Proof.
  intros L E I Z. rewrite E, Z in I.
  destruct (Rmult_integral (lead ^ k) p) as [H | H]; [lra | | exact H].
  exfalso. exact (pow_nonzero lead k L H).
Qed.

Lemma zero_by (n : nat) f p s : f <> 0 -> s = 0 -> f * p ^ n = s -> p = 0.
Proof.
  intros F S I. destruct (Req_dec p 0) as [H | H]; [exact H | exfalso].
  apply (times_ne f (p ^ n) F (pow_nonzero p n H)). lra.
Qed.
Lemma nonzero_by q p f : f <> 0 -> q * p = f -> p <> 0. Proof. intros F I H; apply F; rewrite <- I, H; ring. Qed.
Lemma cone_gt q p s : q > 0 -> s > 0 -> q * p = s -> p > 0. Proof. intros; nra. Qed.
Lemma cone_ge q p s : q > 0 -> s >= 0 -> q * p = s -> p >= 0. Proof. intros; nra. Qed.

(* Integers ------------------------------------------------------------------------------------- *)

Lemma integer_number (z : Z) : integer (IZR z). Proof. exists z; reflexivity. Qed.
Lemma integer_plus a b : integer a -> integer b -> integer (a + b).
Proof. intros [x ->] [y ->]; exists (x + y)%Z; symmetry; apply plus_IZR. Qed.
Lemma integer_minus a b : integer a -> integer b -> integer (a - b).
Proof. intros [x ->] [y ->]; exists (x - y)%Z; symmetry; apply minus_IZR. Qed.
Lemma integer_times a b : integer a -> integer b -> integer (a * b).
Proof. intros [x ->] [y ->]; exists (x * y)%Z; symmetry; apply mult_IZR. Qed.
Lemma integer_opposite a : integer a -> integer (- a).
Proof. intros [x ->]; exists (- x)%Z; symmetry; apply opp_IZR. Qed.
Lemma integer_power a (n : nat) : integer a -> integer (a ^ n).
Proof. intros H; induction n; [exact (integer_number 1) | exact (integer_times _ _ H IHn)]. Qed.
Lemma even_integer x : even x -> integer x.
Proof. intros (h & H & ->); exact (integer_times _ _ (integer_number 2) H). Qed.
Lemma odd_integer x : odd x -> integer x.
Proof. intros (h & H & ->); exact (integer_plus _ _ (integer_times _ _ (integer_number 2) H) (integer_number 1)). Qed.

Ltac whole :=
  first [ assumption | apply even_integer; assumption | apply odd_integer; assumption
        | apply integer_number
        | apply integer_plus; whole | apply integer_minus; whole | apply integer_times; whole
        | apply integer_opposite; whole | apply integer_power; whole ].

Lemma integer_by p : integer p -> p > 0 -> p - 1 >= 0.
Proof. intros [z ->] H. apply (lt_IZR 0) in H. apply Rle_ge. rewrite <- minus_IZR. apply IZR_le, Z.le_0_sub. exact (Zlt_le_succ 0 z H). Qed.
Lemma noninteger_by x p : noninteger x -> integer p -> x - p <> 0.
Proof. intros N I H; apply N; replace x with p by lra; exact I. Qed.

(* Terms: each exists, and is what defines it --------------------------------------------------- *)

Lemma def_inv a : a <> 0 -> exists t, t = / a /\ t * a = 1.
Proof. intros; exists (/ a); split; [reflexivity | apply Rinv_l; assumption]. Qed.
Lemma def_sqrt a : a >= 0 -> exists t, t = sqrt a /\ t ^ 2 = a /\ t >= 0.
Proof.
  intros H; exists (sqrt a); repeat split; [apply pow2_sqrt | apply Rle_ge, sqrt_pos]; lra.
Qed.
Lemma def_root (n : nat) a : n <> 0%nat -> a >= 0 -> exists t, t = root n a /\ t ^ n = a /\ t >= 0.
Proof.
  intros N H; exists (root n a); split; [reflexivity |]. unfold root.
  destruct (Rlt_dec 0 a) as [P | P].
  - assert (T : Rpower a (/ INR n) > 0) by apply exp_pos. split; [| lra].
    rewrite <- (Rpower_pow n _ T), Rpower_mult, Rinv_l by (apply not_0_INR, N).
    exact (Rpower_1 a P).
  - split; [| lra]. rewrite pow_i by (apply Nat.neq_0_lt_0, N). lra.
Qed.
Lemma positive_inv a t : t * a = 1 -> a > 0 -> t > 0.
Proof. intros; nra. Qed.
Lemma positive_root (n : nat) a t : n <> 0%nat -> t ^ n = a -> t >= 0 -> a > 0 -> t > 0.
Proof.
  intros N E G P. destruct (Req_dec t 0) as [Z | Z]; [| lra].
  rewrite Z, pow_i in E by (apply Nat.neq_0_lt_0, N). lra.
Qed.
Lemma def_exp a : exists t, t = exp a /\ t > 0.
Proof. exists (exp a); split; [reflexivity | apply exp_pos]. Qed.
Lemma def_log a : a > 0 -> exists t, t = ln a /\ exp t = a.
Proof. intros; exists (ln a); split; [reflexivity | apply exp_ln; assumption]. Qed.
Lemma def_abs a : exists t, t = Rabs a /\ (a >= 0 /\ t = a \/ - a > 0 /\ t = - a).
Proof. exists (Rabs a); split; [reflexivity |]. unfold Rabs; destruct (Rcase_abs a); [right | left]; lra. Qed.
Lemma def_max a b : exists t, t = Rmax a b /\ (a >= b /\ t = a \/ b > a /\ t = b).
Proof. exists (Rmax a b); split; [reflexivity |]. unfold Rmax; destruct (Rle_dec a b); destruct (Req_dec a b); lra. Qed.
Lemma def_min a b : exists t, t = Rmin a b /\ (b >= a /\ t = a \/ a > b /\ t = b).
Proof. exists (Rmin a b); split; [reflexivity |]. unfold Rmin; destruct (Rle_dec a b); lra. Qed.
Lemma def_floor a : exists t, t = floor a /\ integer t /\ a >= t /\ t + 1 > a.
Proof.
  exists (floor a); unfold floor; destruct (base_Int_part a).
  repeat split; [exists (Int_part a); reflexivity | lra | lra].
Qed.
Lemma def_half a h : integer h -> a = 2 * h -> exists t, t = a / 2 /\ integer t /\ 2 * t = a.
Proof. intros H ->; exists h; repeat split; [field | exact H]. Qed.
Lemma def_pi : exists t, t = PI. Proof. exists PI; reflexivity. Qed.
Lemma def_sin a : exists t, t = sin a /\ 1 - t >= 0 /\ 1 + t >= 0.
Proof. exists (sin a); destruct (SIN_bound a); repeat split; lra. Qed.
Lemma def_cos a : exists t, t = cos a /\ 1 - t >= 0 /\ 1 + t >= 0.
Proof. exists (cos a); destruct (COS_bound a); repeat split; lra. Qed.
Lemma def_atan a : exists t, t = atan a. Proof. exists (atan a); reflexivity. Qed.

(* Exponentials --------------------------------------------------------------------------------- *)

Lemma exp_one : 1 = exp 0. Proof. symmetry; exact exp_0. Qed.
Lemma exp_times x y a b : x = exp a -> y = exp b -> x * y = exp (a + b).
Proof. intros -> ->; symmetry; apply exp_plus. Qed.
Lemma exp_power (n : nat) x a : x = exp a -> x ^ n = exp (INR n * a).
Proof.
  intros ->; induction n; [simpl; rewrite Rmult_0_l, exp_0; reflexivity |].
  rewrite S_INR; simpl; rewrite IHn, <- exp_plus; f_equal; ring.
Qed.
Lemma exponents_by x y a b : x = exp a -> y = exp b -> a = b -> x = y. Proof. intros -> -> ->; reflexivity. Qed.

Lemma tangent_ge x a : x = exp a -> x - 1 - a >= 0. Proof. intros ->; pose proof (exp_ineq1_le a); lra. Qed.
Lemma tangent_gt x a : x = exp a -> a <> 0 -> x - 1 - a > 0. Proof. intros -> H; pose proof (exp_ineq1 a H); lra. Qed.
Lemma explog_by x b y a : x = exp b -> exp y = a -> b = y -> x = a. Proof. intros -> <- ->; reflexivity. Qed.

Lemma exp_order x a : x = exp a -> a > 0 /\ x - 1 > 0 \/ a = 0 /\ x - 1 = 0 \/ - a > 0 /\ - (x - 1) > 0.
Proof.
  intros ->. destruct (Rtotal_order a 0) as [H | [-> | H]].
  - right; right. pose proof (exp_increasing a 0 H). rewrite exp_0 in *. lra.
  - right; left. rewrite exp_0; lra.
  - left. pose proof (exp_increasing 0 a H). rewrite exp_0 in *. lra.
Qed.
Section Sign.
  Variables x a : R.
  Hypothesis E : x = exp a.
  Ltac by_cases := destruct (exp_order x a E) as [[] | [[] | []]]; split; intros; lra.
  Lemma exp_sign_gt : a > 0 <-> x - 1 > 0. Proof. by_cases. Qed.
  Lemma exp_sign_ge : a >= 0 <-> x - 1 >= 0. Proof. by_cases. Qed.
  Lemma exp_sign_eq : a = 0 <-> x - 1 = 0. Proof. by_cases. Qed.
  Lemma exp_sign_ne : a <> 0 <-> x - 1 <> 0. Proof. by_cases. Qed.
  Lemma exp_flip_gt : - a > 0 <-> - (x - 1) > 0. Proof. by_cases. Qed.
  Lemma exp_flip_ge : - a >= 0 <-> - (x - 1) >= 0. Proof. by_cases. Qed.
  Lemma exp_flip_eq : - a = 0 <-> - (x - 1) = 0. Proof. by_cases. Qed.
  Lemma exp_flip_ne : - a <> 0 <-> - (x - 1) <> 0. Proof. by_cases. Qed.
End Sign.

Lemma circle_by x y a : x = sin a -> y = cos a -> x ^ 2 + y ^ 2 - 1 = 0.
Proof. intros -> ->; pose proof (sin2_cos2 a); unfold Rsqr in *; lra. Qed.

Lemma sin_sum_by x s t c d a b e :
  x = sin e -> s = sin a -> t = sin b -> c = cos a -> d = cos b -> e = a + b -> x - (s * d + c * t) = 0.
Proof. intros -> -> -> -> -> ->; rewrite sin_plus; ring. Qed.
Lemma cos_sum_by x s t c d a b e :
  x = cos e -> s = sin a -> t = sin b -> c = cos a -> d = cos b -> e = a + b -> x - (c * d - s * t) = 0.
Proof. intros -> -> -> -> -> ->; rewrite cos_plus; ring. Qed.
Lemma sin_right_by x p a : x = sin a -> p = PI -> a = p / 2 -> x - 1 = 0.
Proof. intros -> -> ->; rewrite sin_PI2; ring. Qed.
Lemma cos_right_by x p a : x = cos a -> p = PI -> a = p / 2 -> x - 0 = 0.
Proof. intros -> -> ->; rewrite cos_PI2; ring. Qed.

(* Mean values ---------------------------------------------------------------------------------- *)

Lemma slope f f' a b :
  a < b ->
  (forall c, a < c < b -> derivable_pt_lim f c (f' c)) ->
  continuity_pt f a -> continuity_pt f b ->
  exists c, a < c < b /\ f b - f a = f' c * (b - a).
Proof.
  intros L D A B.
  pose (d := fun c I => exist _ (f' c) (D c I) : derivable_pt f c).
  pose (e := fun c (_ : a < c < b) => derivable_pt_id c).
  destruct (MVT f id a b d e L) as (c & I & M).
  - intros c I. destruct (Req_dec c a) as [-> | N]; [exact A |].
    destruct (Req_dec c b) as [-> | O]; [exact B |].
    apply derivable_continuous_pt, d; lra.
  - intros c _; apply derivable_continuous_pt, derivable_pt_id.
  - exists c; split; [exact I |].
    unfold e in M; rewrite derive_pt_id in M; unfold id in M.
    replace (derive_pt f c (d c I)) with (f' c) in M by reflexivity. lra.
Qed.

Lemma mean_value_gt f f' a b :
  b - a > 0 ->
  (forall c, c - a > 0 -> b - c > 0 -> derivable_pt_lim f c (f' c) /\ f' c > 0) ->
  continuity_pt f a -> continuity_pt f b -> f b - f a > 0.
Proof.
  intros L D A B. destruct (slope f f' a b) as (c & I & ->); try assumption; [lra | |].
  - intros c I; apply D; lra.
  - apply times_gt; [apply D; lra | exact L].
Qed.
Lemma mean_value_ge f f' a b :
  b - a >= 0 ->
  (forall c, c - a > 0 -> b - c > 0 -> derivable_pt_lim f c (f' c) /\ f' c >= 0) ->
  continuity_pt f a -> continuity_pt f b -> f b - f a >= 0.
Proof.
  intros L D A B. destruct (Req_dec b a) as [-> | N]; [lra |].
  destruct (slope f f' a b) as (c & I & ->); try assumption; [lra | |].
  - intros c I; apply D; lra.
  - apply times_ge; [apply D; lra | exact L].
Qed.

Section Derivatives.
  Variables (f g : R -> R) (x l m a t u : R).
  Hypotheses (F : derivable_pt_lim f x l) (G : derivable_pt_lim g x m) (A : f x = a).
  Lemma derive_plus : derivable_pt_lim (fun s => f s + g s) x (l + m).
  Proof. exact (derivable_pt_lim_plus f g x l m F G). Qed.
  Lemma derive_minus : derivable_pt_lim (fun s => f s - g s) x (l - m).
  Proof. exact (derivable_pt_lim_minus f g x l m F G). Qed.
  Lemma derive_times : derivable_pt_lim (fun s => f s * g s) x (l * g x + f x * m).
  Proof. exact (derivable_pt_lim_mult f g x l m F G). Qed.
  Lemma derive_opposite : derivable_pt_lim (fun s => - f s) x (- l).
  Proof. exact (derivable_pt_lim_opp f x l F). Qed.
  Lemma derive_power (n : nat) : derivable_pt_lim (fun s => f s ^ n) x (INR n * f x ^ pred n * l).
  Proof. exact (derivable_pt_lim_comp f (fun y => y ^ n) x _ _ F (derivable_pt_lim_pow (f x) n)). Qed.
  Lemma derive_equal k : l = k -> derivable_pt_lim f x k. Proof. intros <-; exact F. Qed.
  Lemma derive_inv : a <> 0 -> t = / a -> derivable_pt_lim (fun s => / f s) x (- t ^ 2 * l).
  Proof.
    rewrite <- A; intros N ->.
    pose proof (derivable_pt_lim_div (fct_cte 1) f x 0 l (derivable_pt_lim_const 1 x) F N) as D.
    replace (- (/ f x) ^ 2 * l) with ((0 * f x - l * fct_cte 1 x) / (f x)²)
      by (unfold fct_cte, Rsqr; field; exact N).
    intros e E; destruct (D e E) as [d H]; exists d; intros h N0 S.
    specialize (H h N0 S); unfold div_fct, fct_cte in H.
    replace (/ f (x + h) - / f x) with (1 / f (x + h) - 1 / f x) by (unfold Rdiv; ring). exact H.
  Qed.
  Lemma derive_root : t = sqrt a -> a >= 0 -> 2 * t <> 0 -> u = / (2 * t) -> derivable_pt_lim (fun s => sqrt (f s)) x (u * l).
  Proof.
    rewrite <- A; intros -> P N ->.
    assert (f x <> 0) by (intro Z; rewrite Z, sqrt_0 in N; lra).
    exact (derivable_pt_lim_comp f sqrt x _ _ F (derivable_pt_lim_sqrt (f x) ltac:(lra))).
  Qed.
  Lemma derive_exp : t = exp a -> derivable_pt_lim (fun s => exp (f s)) x (t * l).
  Proof. rewrite <- A; intros ->; exact (derivable_pt_lim_comp f exp x _ _ F (derivable_pt_lim_exp (f x))). Qed.
  Lemma derive_log : a > 0 -> u = / a -> derivable_pt_lim (fun s => ln (f s)) x (u * l).
  Proof. rewrite <- A; intros P ->; exact (derivable_pt_lim_comp f ln x _ _ F (derivable_pt_lim_ln (f x) P)). Qed.
  Lemma derive_sin : u = cos a -> derivable_pt_lim (fun s => sin (f s)) x (u * l).
  Proof. rewrite <- A; intros ->; exact (derivable_pt_lim_comp f sin x _ _ F (derivable_pt_lim_sin (f x))). Qed.
  Lemma derive_cos : u = sin a -> derivable_pt_lim (fun s => cos (f s)) x (- u * l).
  Proof. rewrite <- A; intros ->; exact (derivable_pt_lim_comp f cos x _ _ F (derivable_pt_lim_cos (f x))). Qed.
  Lemma derive_atan d : u = / d -> d = 1 + a ^ 2 -> derivable_pt_lim (fun s => atan (f s)) x (u * l).
  Proof. rewrite <- A; intros -> ->; exact (derivable_pt_lim_comp f atan x _ _ F (derivable_pt_lim_atan (f x))). Qed.
End Derivatives.

Section Continuity.
  Variables (f g : R -> R) (x : R).
  Hypotheses (F : continuity_pt f x) (G : continuity_pt g x).
  Lemma continuous_plus : continuity_pt (fun s => f s + g s) x. Proof. exact (continuity_pt_plus f g x F G). Qed.
  Lemma continuous_minus : continuity_pt (fun s => f s - g s) x. Proof. exact (continuity_pt_minus f g x F G). Qed.
  Lemma continuous_times : continuity_pt (fun s => f s * g s) x. Proof. exact (continuity_pt_mult f g x F G). Qed.
  Lemma continuous_opposite : continuity_pt (fun s => - f s) x. Proof. exact (continuity_pt_opp f x F). Qed.
  Lemma continuous_by h : continuity_pt h (f x) -> continuity_pt (fun s => h (f s)) x.
  Proof. exact (continuity_pt_comp f h x F). Qed.
  Lemma continuous_power (n : nat) : continuity_pt (fun s => f s ^ n) x.
  Proof. exact (continuity_pt_comp f (fun y => y ^ n) x F (derivable_continuous_pt _ _ (derivable_pt_pow n (f x)))). Qed.
  Lemma continuous_inv : f x <> 0 -> continuity_pt (fun s => / f s) x. Proof. exact (continuity_pt_inv f x F). Qed.
  Lemma continuous_root : f x >= 0 -> continuity_pt (fun s => sqrt (f s)) x.
  Proof. intro P; exact (continuous_by sqrt (continuity_pt_sqrt (f x) ltac:(lra))). Qed.
  Lemma continuous_log : f x > 0 -> continuity_pt (fun s => ln (f s)) x.
  Proof. intro P; apply (continuous_by ln), derivable_continuous_pt; exists (/ f x); exact (derivable_pt_lim_ln (f x) P). Qed.
  Lemma continuous_exp : continuity_pt (fun s => exp (f s)) x.
  Proof. exact (continuous_by exp (derivable_continuous_pt _ _ (derivable_pt_exp (f x)))). Qed.
  Lemma continuous_sin : continuity_pt (fun s => sin (f s)) x.
  Proof. exact (continuous_by sin (derivable_continuous_pt _ _ (derivable_pt_sin (f x)))). Qed.
  Lemma continuous_cos : continuity_pt (fun s => cos (f s)) x.
  Proof. exact (continuous_by cos (derivable_continuous_pt _ _ (derivable_pt_cos (f x)))). Qed.
  Lemma continuous_atan : continuity_pt (fun s => atan (f s)) x.
  Proof. exact (continuous_by atan (derivable_continuous_pt _ _ (derivable_pt_atan (f x)))). Qed.
End Continuity.

Lemma derive_constant c x : derivable_pt_lim (fun _ => c) x 0. Proof. exact (derivable_pt_lim_const c x). Qed.
Lemma derive_variable x : derivable_pt_lim (fun s => s) x 1. Proof. exact (derivable_pt_lim_id x). Qed.
Lemma continuous_constant c x : continuity_pt (fun _ => c) x.
Proof. apply continuity_pt_const; intros a b; reflexivity. Qed.
Lemma continuous_variable x : continuity_pt (fun s => s) x.
Proof. exact (derivable_continuous_pt id x (derivable_pt_id x)). Qed.

(* the derivative, and continuity, of a polynomial in terms of which they are known *)
Ltac derivative :=
  match goal with
  | H : derivable_pt_lim ?f ?x _ |- derivable_pt_lim ?f ?x _ => exact H
  | |- derivable_pt_lim (fun _ => ?c) ?x _ => exact (derive_constant c x)
  | |- derivable_pt_lim (fun s => s) ?x _ => exact (derive_variable x)
  | |- derivable_pt_lim (fun s => @?f s + @?g s) ?x _ => eapply (derive_plus f g x); derivative
  | |- derivable_pt_lim (fun s => @?f s - @?g s) ?x _ => eapply (derive_minus f g x); derivative
  | |- derivable_pt_lim (fun s => - @?f s) ?x _ => eapply (derive_opposite f x); derivative
  | |- derivable_pt_lim (fun s => @?f s * @?g s) ?x _ => eapply (derive_times f g x); derivative
  | |- derivable_pt_lim (fun s => @?f s ^ ?n) ?x _ => refine (derive_power f x _ _ n); derivative
  end.
Ltac computed := cbv beta; simpl INR; simpl Nat.pred.
Ltac continuous :=
  match goal with
  | H : continuity_pt ?f ?x |- continuity_pt ?f ?x => exact H
  | |- continuity_pt (fun _ => ?c) ?x => exact (continuous_constant c x)
  | |- continuity_pt (fun s => s) ?x => exact (continuous_variable x)
  | |- continuity_pt (fun s => @?f s + @?g s) ?x => apply (continuous_plus f g x); continuous
  | |- continuity_pt (fun s => @?f s - @?g s) ?x => apply (continuous_minus f g x); continuous
  | |- continuity_pt (fun s => - @?f s) ?x => apply (continuous_opposite f x); continuous
  | |- continuity_pt (fun s => @?f s * @?g s) ?x => apply (continuous_times f g x); continuous
  | |- continuity_pt (fun s => @?f s ^ ?n) ?x => apply (continuous_power f x); continuous
  end.
