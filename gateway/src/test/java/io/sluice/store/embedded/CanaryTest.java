package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.identity.Authenticator;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.KeySettings;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.Operators;
import io.sluice.identity.Presented;
import io.sluice.identity.Role;
import io.sluice.identity.Sample;
import io.sluice.identity.Tokens;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.vault.BoundHost;
import io.sluice.vault.CredentialBinding;
import io.sluice.vault.CredentialDraft;
import io.sluice.vault.CredentialSeal;
import io.sluice.vault.CredentialSource;
import io.sluice.vault.Credentials;
import io.sluice.vault.KeyRing;
import io.sluice.vault.Slot;
import io.sluice.vault.Vault;
import io.sluice.vault.VaultSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret is in anything that can be printed or lies on the disk, whatever went wrong. */
class CanaryTest {
  private static final String CANARY = "sk-canary-0123456789abcdef";
  private static final BoundHost HOST = new BoundHost("api.example.com", 443);
  private static final Slot SLOT = new Slot("*", "openai", "main");

  @TempDir Path temp;

  private final StringBuilder printed = new StringBuilder();
  private final SetClock clock = new SetClock(Sample.START);
  private final Random random = new Random(6);

  private void see(Object thing) {
    printed.append(thing).append('\n');
  }

  private void fails(ThrowingCallable action) {
    var thrown = catchThrowable(action);
    assertThat(thrown).isNotNull();
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    see(trace);
    if (thrown instanceof io.sluice.model.Stop stop) {
      see(stop.fault());
    }
  }

  @Test
  void a_provider_key_is_nowhere() throws Exception {
    try (var data = new TempDatabase(temp)) {
      var seal =
          new CredentialSeal(KeyRing.local(data.directory().directory("keys"), random), random);
      var vault = new Vault(Map.of("K", CANARY), data.database().credentials(), seal, clock);
      var credentials = new Credentials(data.database().credentials(), seal, vault);
      vault.reload(
          new VaultSettings(
              List.of(
                  new CredentialBinding("*", "openai", HOST, new CredentialSource.Stored("main")),
                  new CredentialBinding("a", "openai", HOST, new CredentialSource.Env("K")))));
      var draft = new CredentialDraft(SLOT, HOST, Secret.of(CANARY), "ops");
      see(draft);
      see(credentials.add(draft, clock.now()));
      see(credentials.rotate(draft, Duration.ZERO, clock.now()));
      see(vault.credential("a", "openai"));
      var credential = vault.credential("b", "openai").orElseThrow();
      see(credential);
      assertThat(credential.secretFor(HOST).open()).isEqualTo(CANARY);
      fails(() -> credential.secretFor(new BoundHost("evil.test", 443)));
      fails(() -> credentials.add(draft, clock.now()));
      data.database().close();
      fails(() -> credentials.rotate(draft, Duration.ZERO, clock.now()));
      vault.refresh();
      see(vault.problems());
      see(vault);
    }
    assertNowhere(CANARY);
  }

  @Test
  void caller_keys_and_operator_tokens_are_nowhere() throws Exception {
    try (var data = new TempDatabase(temp)) {
      var ring = KeyRing.local(data.directory().directory("keys"), random);
      var tokens = new Tokens(ring.derive(KeyRing.TOKENS), random);
      var authenticator = new Authenticator(List.of(), tokens, clock);
      var keys = new CallerKeys(data.database().keys(), authenticator, tokens, KeySettings.DEFAULT);
      var issued = keys.create(Sample.request("bot"), "ops", clock.now());
      var auth = new OperatorAuth(List.of(), tokens, clock);
      var operators = new Operators(data.database().operators(), auth, tokens);
      var operator = operators.add("Ann", Role.ADMIN, "bootstrap", clock.now());
      var session = auth.open(auth.identify(operator.token()));
      for (Object thing : List.of(issued, operator, session, tokens, authenticator, auth, ring)) {
        see(thing);
      }
      see(keys.list(9));
      see(operators.list());
      var presented = new Presented(List.of(issued.secret()));
      see(presented);
      see(authenticator.identify(presented));
      fails(() -> auth.identify(issued.secret()));
      fails(() -> authenticator.identify(new Presented(List.of(operator.token()))));
      data.database().close();
      fails(() -> keys.revoke(issued.key().id(), clock.now()));
      fails(() -> authenticator.identify(presented));
      for (String text : List.of(issued.reveal(), operator.reveal(), session.reveal())) {
        assertNowhere(text.split("_", -1)[2]);
      }
    }
  }

  private void assertNowhere(String secret) throws IOException {
    assertThat(printed.toString()).isNotBlank().doesNotContain(secret);
    try (var files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(secret)).as(temp.relativize(file).toString()).isFalse();
      }
    }
  }
}
