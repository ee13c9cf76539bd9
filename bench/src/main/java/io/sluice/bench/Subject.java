package io.sluice.bench;

/** What is measured: something that answers chat requests on a port. */
interface Subject extends AutoCloseable {
  /** Name in the table. */
  String name();

  /** Where it listens on this machine. */
  int port();

  /** Its process; 0 for none. */
  long pid();

  /** The header lines that a request to it needs, each with its end. */
  String headers();

  @Override
  void close();
}
