package io.sluice.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verifier as a program that needs nothing but this jar. */
public final class Verify {
  private static final String USAGE =
      """
      usage: verify DIR|URL [--key K] [--since KEPT] [--token FILE]
             verify proof FILE --entry FILE --key K
        DIR|URL     the ledger's directory, or where its checkpoint and tiles are published
        --key       the log's public key, name+hash+base64, or a file that holds it;
                    without it the one that lies in DIR is taken, which proves less
        --since     what you kept from before: a file with a checkpoint or a proof of this log,
                    or a receipt such as sluice/1a2b3c4d/17
        --token     a file with an operator's token, where URL is a gateway's admin plane
                    (http://HOST:PORT/api/v1/ledger)
        proof       checks that the entry in a file is the one that a proof is about
      exit status: 0 intact, 1 not intact, 2 wrong usage or unreadable
      """;

  private static final Set<String> OPTIONS = Set.of("--key", "--since", "--token", "--entry");

  private Verify() {}

  /** Verifies as the arguments say, prints what it found, and exits. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** The program without the exit: answers the exit status. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    var options = new HashMap<String, String>();
    var words = new ArrayList<String>();
    for (int at = 0; at < args.size(); at++) {
      String arg = args.get(at);
      if (OPTIONS.contains(arg) && at + 1 < args.size()) {
        options.put(arg, args.get(++at));
      } else {
        words.add(arg);
      }
    }
    if (!words.isEmpty() && words.getFirst().equals("verify")) {
      words.removeFirst();
    }
    boolean proof = words.size() == 2 && words.getFirst().equals("proof");
    if (words.stream().anyMatch(word -> word.startsWith("-")) || !proof && words.size() != 1) {
      err.print(USAGE);
      return 2;
    }
    try {
      return proof ? proof(words.get(1), options, out) : verify(words.getFirst(), options, out);
    } catch (IOException | IllegalArgumentException | LedgerFailed e) {
      err.println("verify: " + e.getMessage());
      return 2;
    }
  }

  private static int verify(String place, Map<String, String> options, PrintStream out)
      throws IOException {
    String key = options.get("--key");
    boolean web = place.startsWith("http://") || place.startsWith("https://");
    if (web && key == null) {
      throw new IOException("give --key: an address cannot say whose log it ought to be");
    }
    if (!web && !Files.isDirectory(Path.of(place))) {
      throw new IOException(place + " is no directory");
    }
    var verifier = VerifierKey.parse(keyText(Path.of(web ? "." : place), key));
    Remembered kept = kept(options.get("--since"), verifier);
    Optional<Checkpoint> since = kept == null ? Optional.empty() : kept.checkpoint();
    Report report =
        web
            ? Verifier.verify(URI.create(place), verifier, since, token(options))
            : new Verifier(FileDisk.readOnly(Path.of(place)), verifier, since.orElse(null)).run();
    out.print(report.text());
    if (key == null) {
      out.println("the key came from the directory itself: give --key to be sure whose log it is");
    }
    String objection = kept == null ? "" : kept.objection(report);
    if (!objection.isEmpty()) {
      out.println("FAILED: " + objection);
    }
    return report.intact() && objection.isEmpty() ? 0 : 1;
  }

  private static int proof(String file, Map<String, String> options, PrintStream out)
      throws IOException {
    String key = options.get("--key");
    String entry = options.get("--entry");
    if (key == null || entry == null) {
      throw new IOException("a proof is checked with --entry and --key");
    }
    var verifier = VerifierKey.parse(keyText(Path.of("."), key));
    var proof = LogProof.open(Files.readString(Path.of(file)), verifier);
    boolean holds = proof.verifies(Files.readAllBytes(Path.of(entry)));
    out.println(
        holds
            ? "entry %d of log %s, in its checkpoint of %d entries"
                .formatted(proof.index(), verifier.name(), proof.checkpoint().size())
            : "FAILED: this is not the entry that the proof is about");
    return holds ? 0 : 1;
  }

  private static @Nullable Remembered kept(@Nullable String since, VerifierKey key)
      throws IOException {
    if (since == null) {
      return null;
    }
    boolean file = Files.isRegularFile(Path.of(since));
    return Remembered.read(file ? Files.readString(Path.of(since)) : since, key);
  }

  private static String token(Map<String, String> options) throws IOException {
    String file = options.get("--token");
    return file == null ? "" : Files.readString(Path.of(file)).strip();
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
