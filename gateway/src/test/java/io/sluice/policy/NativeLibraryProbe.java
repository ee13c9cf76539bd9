package io.sluice.policy;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that loads a bundle and says what came of it. */
public final class NativeLibraryProbe {
  private NativeLibraryProbe() {}

  /** Keeps the library under the first argument, where there is one. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      NativeLibrary.keepUnder(Path.of(args[0]));
    }
    try {
      System.out.println("rules " + Rules.of(Bundle.starter(), RulesSettings.PLAIN).ids().size());
    } catch (BundleException e) {
      System.out.println("problem " + e.problems().getFirst().text());
    }
  }
}
