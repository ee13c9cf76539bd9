package io.sluice.flow;

/** What stands for a value toward a provider: the token, and the value it stands for. */
record Placeholder(String token, String category, String value) {
  /** The token only: the value is the caller's. */
  @Override
  public String toString() {
    return token;
  }
}
