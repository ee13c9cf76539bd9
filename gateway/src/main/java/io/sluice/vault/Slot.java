package io.sluice.vault;

import io.sluice.model.Bytes;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The place of a stored credential; its versions follow each other there.
 *
 * @param tenant {@link CredentialBinding#EVERY_TENANT} or one tenant's name
 * @param name the NAME of {@code stored: NAME}
 */
public record Slot(String tenant, String provider, String name) {
  /**
   * What a sealed version is bound to: each part with its length before it, so that no two meet.
   */
  Bytes context(int version, BoundHost host) {
    var parts =
        List.of(
            Bytes.utf8(tenant),
            Bytes.utf8(provider),
            Bytes.utf8(name),
            Bytes.utf8(Integer.toString(version)),
            Bytes.utf8(host.text()));
    int size = 0;
    for (Bytes part : parts) {
      size += Integer.BYTES + part.length();
    }
    var all = ByteBuffer.allocate(size);
    for (Bytes part : parts) {
      all.putInt(part.length()).put(part.buffer());
    }
    return Bytes.owning(all.array());
  }
}
