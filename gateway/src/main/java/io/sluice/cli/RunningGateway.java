package io.sluice.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A gateway that runs in this process. Closing drains and ends it. */
public interface RunningGateway extends AutoCloseable {
  /** Starts gateways. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts one; it serves when this returns.
     *
     * @param configuration its {@code sluice.yaml}; null: the defaults
     * @param data its data directory, in which {@code admin-url} and {@code admin-token} then lie
     * @throws IOException if it cannot start; the message says why
     */
    RunningGateway start(@Nullable Path configuration, Path data) throws IOException;

    /**
     * Starts one that uses {@code inventory}, as YAML, where its configuration names no provider.
     *
     * @throws IOException if it cannot start; the message says why
     */
    default RunningGateway start(@Nullable Path configuration, Path data, String inventory)
        throws IOException {
      return start(configuration, data);
    }
  }

  /** What keeps it from serving, in words for the operator; empty while nothing does. */
  default String trouble() {
    return "";
  }

  /** Where applications reach it: scheme, host and port. */
  URI client();

  /** Where operators reach it. */
  URI admin();

  @Override
  void close();
}
