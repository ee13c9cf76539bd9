package io.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts and ends the processes that are measured, on the one core that is theirs. */
final class Programs {
  /** The core of what is measured; the load side has the other one. */
  private static final String SUBJECT_CORE = "0";

  private static final String LOAD_CORE = "1";

  private Programs() {}

  /** Starts {@code command} on the core of the subject. */
  static Process start(List<String> command, Path log) throws IOException {
    return start(command, log, Map.of());
  }

  /** The same, with more variables in its environment. */
  static Process start(List<String> command, Path log, Map<String, String> variables)
      throws IOException {
    var pinned = new ArrayList<String>();
    if (pins()) {
      pinned.addAll(List.of("taskset", "-c", SUBJECT_CORE));
    }
    pinned.addAll(command);
    var builder = new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** True if there are two cores, so that load and subject can be kept apart. */
  static boolean pins() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  /** Keeps this process, the load side, off the core of the subject. */
  static void pinSelf() throws IOException {
    if (pins()) {
      run(List.of("taskset", "-acp", LOAD_CORE, Long.toString(ProcessHandle.current().pid())));
    }
  }

  /** Runs {@code command} to its end; its words are not kept. */
  static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (await(process, 60) != 0) {
      throw new IOException(command.getFirst() + " failed");
    }
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until {@code process} accepts connections. */
  static void awaitPort(int port, Process process) throws IOException {
    while (process.isAlive()) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("the process ended with status " + process.exitValue());
  }

  /** Ends {@code process} and waits for it. */
  static void stop(Process process) {
    process.destroy();
    if (await(process, 20) < 0) {
      process.destroyForcibly();
    }
  }

  /** The exit status, or -1 after {@code seconds}. */
  private static int await(Process process, int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
