package io.sluice.bench;

/** Nothing between: the upstream itself. */
record Direct(int port) implements Subject {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public long pid() {
    return 0;
  }

  @Override
  public String headers() {
    return "";
  }

  @Override
  public void close() {}
}
