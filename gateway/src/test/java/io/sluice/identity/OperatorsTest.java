package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorsTest {
  @TempDir Path directory;

  private final SetClock clock = new SetClock(START);
  private final Tokens tokens = Sample.tokens(8);
  private final MemoryOperatorStore store = new MemoryOperatorStore();
  private final OperatorAuth auth = new OperatorAuth(List.of(), tokens, clock);
  private final Operators operators = new Operators(store, auth, tokens);

  private static Code code(Runnable action) {
    return catchThrowableOfType(Stop.class, action::run).fault().code();
  }

  @Test
  void a_new_operator_is_known_by_token_with_name_and_role() {
    var issued = operators.add("Ann", Role.AUDITOR, "bootstrap", START);
    assertThat(auth.identify(issued.token())).isEqualTo(new Operator("Ann", Role.AUDITOR));
    assertThat(issued.toString()).doesNotContain(issued.reveal().split("_", -1)[2]);
    var restarted = new OperatorAuth(store.all(), tokens, clock);
    assertThat(restarted.identify(issued.token()).name()).isEqualTo("Ann");
  }

  @Test
  void lesson_20_a_caller_key_a_digest_and_a_prefix_are_no_operator_tokens() {
    var issued = operators.add("Ann", Role.ADMIN, "bootstrap", START);
    var text = issued.reveal();
    var bad =
        List.of(
            tokens.fresh(Token.Kind.CALLER).text(),
            tokens.fresh(Token.Kind.OPERATOR).text(),
            Secret.of(issued.operator().proof().digest().toArray()),
            Secret.of(text.substring(0, 20)),
            Secret.of(""),
            Secret.of("admin"));
    for (Secret each : bad) {
      assertThat(code(() -> auth.identify(each))).isEqualTo(Code.UNAUTHENTICATED);
    }
  }

  @Test
  void roles_include_those_below() {
    var auditor = new Operator("Ann", Role.AUDITOR);
    auditor.require(Role.VIEWER);
    auditor.require(Role.AUDITOR);
    assertThat(code(() -> auditor.require(Role.OPERATOR))).isEqualTo(Code.FORBIDDEN);
    assertThat(Role.of("admin").orElseThrow().covers(Role.OPERATOR)).isTrue();
    assertThat(Role.of("ADMIN")).isEmpty();
  }

  @Test
  void a_revoked_operator_is_out_at_once_also_of_sessions() {
    var issued = operators.add("Ann", Role.ADMIN, "bootstrap", START);
    var session = auth.open(auth.identify(issued.token()));
    operators.revoke("Ann", START);
    assertThat(code(() -> auth.identify(issued.token()))).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(code(() -> auth.identify(session.token()))).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(code(() -> operators.revoke("Ann", START))).isEqualTo(Code.NOT_FOUND);
    operators.add("Ann", Role.VIEWER, "bootstrap", START);
    assertThat(code(() -> auth.identify(session.token()))).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void a_taken_name_and_the_reserved_one_are_refused() {
    operators.add("Ann", Role.ADMIN, "bootstrap", START);
    assertThat(code(() -> operators.add("Ann", Role.VIEWER, "x", START))).isEqualTo(Code.CONFLICT);
    assertThat(code(() -> operators.add("bootstrap", Role.VIEWER, "x", START)))
        .isEqualTo(Code.CONFLICT);
    assertThat(code(() -> operators.add("a\tb", Role.VIEWER, "x", START)))
        .isEqualTo(Code.INVALID_REQUEST);
    assertThat(auth.count(Role.ADMIN)).isEqualTo(1);
  }

  @Test
  void a_session_ends_by_age_by_idleness_and_by_hand() {
    var ann = auth.identify(operators.add("Ann", Role.ADMIN, "bootstrap", START).token());
    var idle = auth.open(ann);
    var busy = auth.open(ann);
    var closed = auth.open(ann);
    auth.close(closed.token());
    assertThat(code(() -> auth.identify(closed.token()))).isEqualTo(Code.UNAUTHENTICATED);
    for (int i = 0; i < 23; i++) {
      clock.advance(Duration.ofMinutes(30));
      assertThat(auth.identify(busy.token())).isEqualTo(ann);
    }
    assertThat(code(() -> auth.identify(idle.token()))).isEqualTo(Code.UNAUTHENTICATED);
    clock.advance(Duration.ofMinutes(30));
    assertThat(clock.now()).isEqualTo(busy.expiresAt());
    assertThat(code(() -> auth.identify(busy.token()))).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void the_longest_idle_session_makes_room() {
    var ann = auth.identify(operators.add("Ann", Role.ADMIN, "bootstrap", START).token());
    var first = auth.open(ann);
    for (int i = 0; i < 1_000; i++) {
      clock.advance(Duration.ofMillis(1));
      auth.open(ann);
    }
    assertThat(code(() -> auth.identify(first.token()))).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(auth.identify(auth.open(ann).token())).isEqualTo(ann);
  }

  @Test
  void the_admin_token_stays_over_restarts_and_is_replaced_when_it_is_no_good() throws Exception {
    var file = new PrivateFile(directory.resolve("admin-token"));
    assertThat(new AdminToken(file, operators, auth).ensure(START)).isTrue();
    var first = file.read().orElseThrow();
    assertThat(auth.identify(first)).isEqualTo(new Operator("bootstrap", Role.ADMIN));

    var next = new OperatorAuth(store.all(), tokens, clock);
    assertThat(new AdminToken(file, new Operators(store, next, tokens), next).ensure(START))
        .isFalse();
    assertThat(next.identify(first)).isNotNull();

    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(new AdminToken(file, operators, auth).ensure(START)).isTrue();
    var second = file.read().orElseThrow();
    assertThat(auth.identify(second).role()).isEqualTo(Role.ADMIN);
    assertThat(code(() -> auth.identify(first))).isEqualTo(Code.UNAUTHENTICATED);

    file.write(Secret.of("admin"));
    assertThat(new AdminToken(file, operators, auth).ensure(START)).isTrue();
    assertThat(code(() -> auth.identify(second))).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void another_operators_token_in_the_file_is_not_taken_for_the_admin_token() throws Exception {
    var file = new PrivateFile(directory.resolve("admin-token"));
    file.write(operators.add("Ann", Role.ADMIN, "x", START).token());
    assertThat(new AdminToken(file, operators, auth).ensure(START)).isTrue();
    assertThat(auth.identify(file.read().orElseThrow()).name()).isEqualTo("bootstrap");
  }

  @Test
  void a_sign_in_link_works_once_within_its_time() throws Exception {
    operators.add("Ann", Role.OPERATOR, "bootstrap", START);
    var file = new PrivateFile(directory.resolve("operator-link"));
    var link = new SignInLink(file, auth, tokens, clock);
    var address = link.issue("http://127.0.0.1:8081/#", "Ann");
    assertThat(file.read().orElseThrow().open()).isEqualTo(address);
    var secret = Secret.of(address.substring(address.indexOf('#') + 1));

    assertThat(code(() -> redeem(link, tokens.fresh(Token.Kind.LINK).text())))
        .isEqualTo(Code.UNAUTHENTICATED);
    var session = redeem(link, secret);
    assertThat(auth.identify(session.token())).isEqualTo(new Operator("Ann", Role.OPERATOR));
    assertThat(file.exists()).isFalse();
    assertThat(code(() -> redeem(link, secret))).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(code(() -> auth.identify(secret))).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void a_sign_in_link_is_too_old_after_fifteen_minutes_and_dead_when_replaced() throws Exception {
    operators.add("Ann", Role.OPERATOR, "bootstrap", START);
    var file = new PrivateFile(directory.resolve("operator-link"));
    var link = new SignInLink(file, auth, tokens, clock);
    var replaced = Secret.of(link.issue("", "Ann"));
    var late = Secret.of(link.issue("", "Ann"));
    assertThat(code(() -> redeem(link, replaced))).isEqualTo(Code.UNAUTHENTICATED);
    clock.advance(Duration.ofMinutes(15));
    assertThat(code(() -> redeem(link, late))).isEqualTo(Code.UNAUTHENTICATED);
  }

  private static OperatorSession redeem(SignInLink link, Secret secret) {
    try {
      return link.redeem(secret);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
