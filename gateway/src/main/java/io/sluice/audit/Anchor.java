package io.sluice.audit;

import java.io.IOException;

/**
 * A place of the operator's choice that keeps copies of checkpoints, where whoever runs the gateway
 * should not be able to change them. Object stores and witnesses would be further ones.
 */
@FunctionalInterface
public interface Anchor {
  /**
   * Leaves a checkpoint there.
   *
   * @param log the log's name
   * @param size how many entries it covers
   * @param note the signed text
   * @throws IOException if it may not be there; it is tried again with the next one
   */
  void put(String log, long size, String note) throws IOException;
}
