package io.sluice.identity;

import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code operator-link}: an address that opens the console once, within 15 minutes. There
 * is at most one such link; a new one replaces it.
 */
public final class SignInLink {
  /** How long a link may be used. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  private static final Fault REFUSED =
      Fault.of(Code.UNAUTHENTICATED, "this link is unknown, used or older than 15 minutes");

  private record Pending(String id, Proof proof, String operator, Instant expiresAt) {}

  private final PrivateFile file;
  private final OperatorAuth auth;
  private final Tokens tokens;
  private final Clock clock;
  private @Nullable Pending pending;

  /** The link in {@code file}. */
  public SignInLink(PrivateFile file, OperatorAuth auth, Tokens tokens, Clock clock) {
    this.file = file;
    this.auth = auth;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Writes a new link for the operator of that name.
   *
   * @param address what the link begins with; the secret is put at its end
   * @return the whole link, to be printed to a terminal only
   */
  public synchronized String issue(String address, String operator) throws IOException {
    var token = tokens.fresh(Token.Kind.LINK);
    String link = address + token.text().open();
    file.write(Secret.of(link));
    pending = new Pending(token.id(), token.proof(), operator, clock.now().plus(LIFE));
    return link;
  }

  /**
   * Turns the secret of the link into a session. Works once; a wrong secret uses nothing up.
   *
   * @throws io.sluice.model.Stop {@code unauthenticated}
   */
  public synchronized OperatorSession redeem(Secret presented) throws IOException {
    var token = Token.read(Token.Kind.LINK, presented.openBytes());
    var link = pending;
    if (token == null || link == null) {
      throw REFUSED.stop();
    }
    if (!token.id().equals(link.id()) || !tokens.matches(token, link.proof())) {
      throw REFUSED.stop();
    }
    pending = null; // before anything that can fail: never twice
    file.delete();
    if (!clock.now().isBefore(link.expiresAt())) {
      throw REFUSED.stop();
    }
    return auth.open(auth.live(link.operator()).orElseThrow(REFUSED::stop));
  }
}
