package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import java.util.concurrent.Executor;

/** The one way out. Implemented by egress. */
public interface Upstream {
  /** Sends a request; everything that comes back is told to {@code sink}, on its own loop. */
  void send(Outbound outbound, Sink sink);

  /** Who hears what a provider says. Every call is made on {@link #loop()}, one at a time. */
  interface Sink {
    /** The loop that this answer belongs to: the caller's, so that bytes never change threads. */
    Executor loop();

    /** The request is on its way; called before anything else unless sending failed. */
    void sent(Flight flight);

    /** The provider's status and headers. */
    void head(int status, Headers headers);

    /** The next bytes of the body. */
    void body(Bytes bytes);

    /** All that had arrived was told: a good moment to pass it on. */
    void quiet();

    /** The body is complete. */
    void end();

    /** The connection failed, or a time limit passed: no further call follows. */
    void failed(Fault fault);
  }

  /** A request on its way. Called on the loop only. */
  interface Flight {
    /** Stops or goes on reading: back-pressure. */
    void reading(boolean wanted);

    /** Closes the connection: nobody wants the answer any more. */
    void cancel();
  }
}
