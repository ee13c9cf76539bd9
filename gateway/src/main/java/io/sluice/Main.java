package io.sluice;

/** The process: {@code sluice COMMAND}. */
public final class Main {
  private Main() {}

  /** Runs one command and leaves with its exit status. */
  public static void main(String[] args) {
    System.out.println("sluice");
  }
}
