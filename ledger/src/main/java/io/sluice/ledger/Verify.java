package io.sluice.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verifier as a program that needs nothing but this jar. */
public final class Verify {
  private static final String USAGE =
      """
      usage: verify DIR [--key K] [--since CHECKPOINT]
        DIR         the ledger's directory
        --key       the log's public key, name+hash+base64, or a file that holds it;
                    without it the one that lies in DIR is taken, which proves less
        --since     a file with a checkpoint of this log that you kept from before
      exit status: 0 intact, 1 not intact, 2 wrong usage or unreadable
      """;

  private Verify() {}

  /** Verifies as the arguments say, prints what it found, and exits. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** The program without the exit: answers the exit status. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    @Nullable String directory = null;
    @Nullable String key = null;
    @Nullable String since = null;
    int at = !args.isEmpty() && args.getFirst().equals("verify") ? 1 : 0;
    for (; at < args.size(); at++) {
      String arg = args.get(at);
      boolean more = at + 1 < args.size();
      if (arg.equals("--key") && more) {
        key = args.get(++at);
      } else if (arg.equals("--since") && more) {
        since = args.get(++at);
      } else if (directory == null && !arg.startsWith("-")) {
        directory = arg;
      } else {
        err.print(USAGE);
        return 2;
      }
    }
    if (directory == null) {
      err.print(USAGE);
      return 2;
    }
    try {
      return verify(Path.of(directory), key, since, out);
    } catch (IOException | IllegalArgumentException | LedgerFailed e) {
      err.println("verify: " + e.getMessage());
      return 2;
    }
  }

  private static int verify(
      Path directory, @Nullable String key, @Nullable String since, PrintStream out)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is no directory");
    }
    var verifier = VerifierKey.parse(keyText(directory, key));
    var report =
        since == null
            ? Verifier.verify(directory, verifier)
            : Verifier.verify(
                directory, verifier, Checkpoint.open(Files.readString(Path.of(since)), verifier));
    out.print(report.text());
    if (key == null) {
      out.println("the key came from the directory itself: give --key to be sure whose log it is");
    }
    return report.intact() ? 0 : 1;
  }

  private static String keyText(Path directory, @Nullable String key) throws IOException {
    if (key == null) {
      return Files.readString(directory.resolve(Published.KEY_NAME), StandardCharsets.UTF_8);
    }
    try {
      return Files.isRegularFile(Path.of(key)) ? Files.readString(Path.of(key)) : key;
    } catch (InvalidPathException e) {
      return key;
    }
  }
}
