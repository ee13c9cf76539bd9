package io.sluice.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One client connection: requests in turn, each answered before the next is read. */
final class Connection implements Runnable {
  private static final long LINGER_NANOS = 2_000_000_000L;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Socket socket;
  private final Journal journal;
  private final Desk desk;

  Connection(Socket socket, Journal journal, Desk desk) {
    this.socket = socket;
    this.journal = journal;
    this.desk = desk;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new Inbound(socket);
      try {
        converse(in);
      } catch (BadRequest bad) {
        refuse(bad);
      } catch (Hangup hangup) {
        hangUp(hangup.reason(), in);
      }
    } catch (IOException endedByEither) {
      // The client went away between requests or the simulator is closing: nothing to answer.
    }
  }

  private void converse(Inbound in) throws IOException, Hangup {
    OutputStream raw = socket.getOutputStream();
    var reader = new RequestReader(in);
    Outbound out = null;
    while (true) {
      RequestHead head = reader.head();
      if (head == null) {
        return;
      }
      if (head.has("expect", "100-continue")) {
        raw.write(CONTINUE);
      }
      Exchange exchange = journal.open(head, reader.body(head));
      try {
        Desk.Served served = desk.serve(exchange.call());
        out = out == null ? new Outbound(raw, in, exchange) : out;
        out.begin(exchange, served.visit().faults());
        new Delivery(out, served.visit()).send(served.answer());
      } finally {
        exchange.finish();
      }
      if (!head.keepAlive()) {
        return;
      }
    }
  }

  private void refuse(BadRequest bad) throws IOException {
    String head =
        "HTTP/1.1 %d %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(bad.status(), Reasons.phrase(bad.status()));
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void hangUp(Hangup.Reason reason, Inbound in) throws IOException {
    switch (reason) {
      case CLIENT_LEFT -> {}
      case RESET -> socket.setSoLinger(true, 0);
      case CUT -> {
        socket.shutdownOutput();
        lingerUntilClosed(in); // a close with unread bytes would turn the FIN into a reset
      }
    }
  }

  private static void lingerUntilClosed(Inbound in) {
    try {
      in.pause(LINGER_NANOS);
    } catch (InterruptedException never) {
      throw new IllegalStateException("nobody interrupts a connection", never);
    }
  }
}
