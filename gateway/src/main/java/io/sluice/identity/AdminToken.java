package io.sluice.identity;

import io.sluice.model.PrivateFile;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Optional;

/**
 * The file {@code admin-token}, by which the command line of this machine proves that it is the
 * operator {@code bootstrap}. It stays the same over restarts, and is replaced when it is missing,
 * does not work, or could have been read by others.
 */
public final class AdminToken {
  private final PrivateFile file;
  private final Operators operators;
  private final OperatorAuth auth;

  /** The token in {@code file}. */
  public AdminToken(PrivateFile file, Operators operators, OperatorAuth auth) {
    this.file = file;
    this.operators = operators;
    this.auth = auth;
  }

  /**
   * Sees to it that the file holds a token that works; to be called at every start.
   *
   * @return true if it was replaced
   */
  public boolean ensure(Instant now) throws IOException {
    if (works()) {
      return false;
    }
    file.write(operators.renewBootstrap(now).token());
    return true;
  }

  private boolean works() throws IOException {
    try {
      var token = file.read();
      return token.isPresent()
          && Optional.of(auth.identify(token.get()))
              .filter(operator -> operator.name().equals(Operator.BOOTSTRAP))
              .isPresent();
    } catch (AccessDeniedException | Stop e) { // read by others, or not a token any more
      return false;
    }
  }
}
