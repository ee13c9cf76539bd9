package io.sluice.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A simulated provider: an HTTP/1.1 server that speaks a real provider's wire format, answers
 * deterministically and misbehaves on cue.
 *
 * <p><b>Answers</b> are a function of the request: {@code You said: <last user text>}; the quoted
 * result when the last message is a tool result; arguments of the tool's schema when {@code
 * tool_choice} forces a call; a document of the schema when one is asked for. Limits on tokens and
 * stop sequences are kept. Ids differ from request to request.
 *
 * <p><b>Commands</b> in the last user text change the answer and are not echoed; each is {@code
 * [[sim: ...]]} with one of
 *
 * <ul>
 *   <li>{@code say=TEXT}: exactly this text
 *   <li>{@code tokens=N}: a text of exactly N tokens
 *   <li>{@code tool=NAME args=JSON}: a tool call; several commands make parallel calls; without
 *       {@code args} they follow the tool's schema, {@code args=} alone leaves them empty
 *   <li>{@code refuse}: the provider's way to refuse
 *   <li>{@code thinking} or {@code thinking=redacted}: think first, asked to or not
 *   <li>{@code boundless}: the output limit that was sent is not kept to
 *   <li>{@code cached=N}: N prompt tokens are reported as read from a cache
 *   <li>{@code fault=FAULTS}: as in {@link Fault}
 * </ul>
 *
 * <p><b>Classifiers</b> of OpenAI's kind flag every text that holds the word {@code flagworthy}.
 *
 * <p><b>Faults</b> come from rules ({@link #fault}), the scenario file, prompts and the header
 * {@code x-sim-fault}, in this order; of each sort the last one counts. An error in that text is
 * answered with 400.
 *
 * <p><b>Cues</b> ({@link #cue}) say what the next request is answered with, for plays in which the
 * prompt must not give it away.
 *
 * <p><b>A scenario file</b> is JSON. Durations and faults are written as in {@link Fault}; unknown
 * fields are refused.
 *
 * <pre>{@code
 * {
 *   "pacing": {"first_token": "200ms", "tokens_per_second": 50, "tokens_per_event": 2},
 *   "faults": [
 *     {"fault": "status=503;retry-after=1", "nth": 3},
 *     {"fault": "cut=400", "model": "gpt-*", "from": 10, "times": 2},
 *     {"fault": "delay-head=1s", "path": "/v1/embeddings"}
 *   ]
 * }
 * }</pre>
 */
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 4096;

  private final ServerSocket server;
  private final Desk desk;
  private final Journal journal = new Journal();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Simulator(ServerSocket server, Desk desk) {
    this.server = server;
    this.desk = desk;
  }

  /**
   * Starts one. Returns when it is listening.
   *
   * @throws IOException if the address cannot be listened on
   * @throws UncheckedIOException if the scenario file cannot be read
   * @throws IllegalArgumentException if the scenario file is wrong, naming the place
   */
  public static Simulator start(SimSettings settings) throws IOException {
    var desk = new Desk(settings);
    var server = new ServerSocket();
    try {
      server.bind(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
    } catch (IOException taken) {
      server.close();
      throw taken;
    }
    var simulator = new Simulator(server, desk);
    Thread.ofVirtual().name("sim-accept").start(simulator::accept);
    return simulator;
  }

  /** Scheme, host and port; no path. An OpenAI client's base URL is this and {@code /v1}. */
  public URI uri() {
    String host = server.getInetAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://%s:%d".formatted(literal, server.getLocalPort()));
  }

  /** The newest requests in arrival order: at most 10,000, and at most 64 MiB of bodies. */
  public List<Received> received() {
    return journal.received();
  }

  /**
   * Waits until the log satisfies a condition, looking again at every change.
   *
   * @return false if it did not within the limit
   */
  public boolean await(Predicate<List<Received>> condition, Duration limit)
      throws InterruptedException {
    return journal.await(condition, limit);
  }

  /** Adds a rule; it counts requests from now on. */
  public void fault(FaultRule rule) {
    desk.add(rule);
  }

  /**
   * The next request is answered with this, whatever stands in its last user text. Cues wait in
   * line: each POST request takes one.
   */
  public void cue(Cue cue) {
    desk.add(cue);
  }

  /**
   * Forgets the log, the rules and cues added, and all counts. The scenario file's rules begin
   * anew.
   */
  public void clear() {
    desk.clear();
    journal.clear();
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {
    closed = true;
    close(server);
    open.forEach(Simulator::close);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        if (closed) {
          close(socket);
        }
        Thread.ofVirtual().name("sim-connection").start(() -> serve(socket));
      } catch (IOException closedOrOutOfDescriptors) {
        Thread.onSpinWait(); // out of descriptors: one may be free again at the next turn
      }
    }
  }

  private void serve(Socket socket) {
    try {
      new Connection(socket, journal, desk).run();
    } finally {
      open.remove(socket);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyGone) {
      // Closing is all that was wanted.
    }
  }
}
