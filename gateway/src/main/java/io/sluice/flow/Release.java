package io.sluice.flow;

import io.sluice.model.Integrity;
import io.sluice.model.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word on what content of one origin is worth, for a time.
 *
 * @param origin the id of an exchange that the content came in with or went out with, or {@code
 *     tool:NAME} for all that a tool returns
 * @param integrity how far it is trusted at least; null: as before
 * @param level how confidential it is at most; null: as before
 */
public record Release(
    String tenant,
    String origin,
    @Nullable Integrity integrity,
    @Nullable Level level,
    Instant until,
    String by,
    String reason) {
  /** What stands before the name of a tool. */
  public static final String TOOL = "tool:";

  public Release {
    if (integrity == null && level == null) {
      throw new IllegalArgumentException("a release says how trusted or how confidential");
    }
  }

  /** Tells releases apart: there is one for each origin of a tenant. */
  String key() {
    return tenant + '\0' + origin;
  }
}
