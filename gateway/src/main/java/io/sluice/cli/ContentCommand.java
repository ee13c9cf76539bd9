package io.sluice.cli;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code content register|list|remove}: content that is known wherever it turns up. */
@Command(
    name = "content",
    description = "Registered content: documents and tables that are known wherever they turn up.",
    subcommands = {
      ContentCommand.Register.class,
      ContentCommand.Canary.class,
      ContentCommand.ListContent.class,
      ContentCommand.Remove.class
    })
final class ContentCommand extends Group {
  private static final String PATH = "/api/v1/content";

  /** Registers a directory, a file or a table. */
  @Command(
      name = "register",
      description =
          "Register documents (every text file below DIR, or one file) or a table (a CSV file with"
              + " a header): from then on what is quoted of them carries the label. The text itself"
              + " is not kept.")
  static final class Register implements Callable<Integer> {
    private static final int BATCH_CHARS = 400_000;
    private static final int BATCH_NODES = 8_000;
    private static final int PART_CHARS = 200_000;
    private static final int AGAIN_CHARS = 500;
    private static final long MOST_FILE_BYTES = 64L << 20;

    @ParentCommand @Nullable ContentCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DIR|FILE|CSV", description = "what to register")
    Path source = Path.of("");

    @Option(
        names = "--label",
        paramLabel = "LEVEL[,CATEGORY...]",
        description = "such as restricted or confidential,legal")
    String label = "";

    @Option(
        names = "--reader",
        paramLabel = "NAME",
        description = "a role, team or application that may read it; repeatable; default: all")
    List<String> readers = List.of();

    @Option(
        names = "--clear",
        description = "public text, such as licences and footers: it says nothing wherever it is")
    boolean clear;

    @Option(names = "--name", paramLabel = "N", description = "default: the file's own")
    String name = "";

    @Option(names = "--tenant", paramLabel = "T", description = "whose it is; default: default")
    String tenant = "default";

    private int left;
    private int sent;

    @Override
    public Integer call() throws IOException {
      var terminal = Group.terminal(parent);
      Path path = terminal.directory().resolve(source);
      if (clear == !label.isEmpty() || clear && !readers.isEmpty()) {
        throw Failure.usage("say --label L, or --clear for public text");
      }
      if (!Files.exists(path)) {
        throw Failure.usage("there is no " + source);
      }
      name = name.isEmpty() ? String.valueOf(path.toRealPath().getFileName()) : name;
      boolean table = name(path).endsWith(".csv") && !clear;
      if (table) {
        rows(terminal, path);
      } else {
        texts(terminal, path);
      }
      if (terminal.interactive()) {
        terminal.err().print("\r");
      }
      String left = this.left == 0 ? "" : ", " + this.left + " left out: no text, or too long";
      terminal.say(
          common.json
              ? new JsonWriter(64)
                  .object()
                  .field("name", name)
                  .field("pieces", sent)
                  .field("left_out", this.left)
                  .endObject()
                  .done()
                  .utf8()
              : "registered " + sent + (table ? " rows" : " texts") + " as '" + name + "'" + left);
      return sent == 0 ? Exit.NEGATIVE : Exit.OK;
    }

    private static String name(Path path) {
      return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    }

    private void texts(Terminal terminal, Path path) throws IOException {
      List<Path> files;
      try (var all = Files.walk(path)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      }
      var batch = new ArrayList<String>();
      int chars = 0;
      int done = 0;
      for (Path file : files) {
        for (String part : parts(text(file))) {
          if (chars + part.length() > BATCH_CHARS) {
            send(terminal, batch);
            chars = 0;
          }
          batch.add(part);
          chars += part.length();
        }
        progress(terminal, ++done, files.size());
      }
      send(terminal, batch);
    }

    /** The text of a file; empty if it is none. */
    private String text(Path file) throws IOException {
      if (Files.size(file) <= MOST_FILE_BYTES) {
        try {
          var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
          String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
          if (text.indexOf('\0') < 0 && !text.isBlank()) {
            return text;
          }
        } catch (CharacterCodingException binary) {
          // counted below
        }
      }
      left++;
      return "";
    }

    /** A long text in parts that overlap, so that a quotation is whole in one of them. */
    private static List<String> parts(String text) {
      var parts = new ArrayList<String>();
      for (int from = 0; from < text.length(); from += PART_CHARS) {
        int to = Math.min(text.length(), from + PART_CHARS + AGAIN_CHARS);
        parts.add(text.substring(from, to));
      }
      return parts;
    }

    private void send(Terminal terminal, List<String> batch) {
      if (batch.isEmpty()) {
        return;
      }
      var body = body(clear ? "clearing" : "documents").name("texts").array();
      batch.forEach(body::value);
      post(terminal, body.endArray());
      sent += batch.size();
      batch.clear();
    }

    private void rows(Terminal terminal, Path path) throws IOException {
      List<List<String>> rows = Csv.read(Files.readString(path));
      int width = rows.isEmpty() ? 0 : rows.getFirst().size();
      if (rows.size() < 2 || width < 1) {
        throw Failure.usage("a table has a header and at least one row");
      }
      int most = Math.max(1, BATCH_NODES / (width + 1));
      for (int from = 1; from < rows.size(); from += most) {
        var some = rows.subList(from, Math.min(rows.size(), from + most));
        var body = body("table").name("rows").array();
        for (List<String> row : some) {
          body.array();
          row.forEach(body::value);
          body.endArray();
        }
        post(terminal, body.endArray());
        sent += some.size();
        progress(terminal, sent, rows.size() - 1);
      }
    }

    private JsonWriter body(String kind) {
      var body = new JsonWriter(4_096).object().field("tenant", tenant).field("name", name);
      var said = new StringBuilder(label);
      readers.forEach(one -> said.append(",reader:").append(one));
      return body.field("kind", kind).field("label", said.toString());
    }

    private void post(Terminal terminal, JsonWriter body) {
      common.call(terminal, "POST", PATH, body.endObject().done());
    }

    private static void progress(Terminal terminal, int done, int all) {
      if (terminal.interactive()) {
        terminal.err().print("\r%d of %d".formatted(done, all));
      }
    }
  }

  /** Makes a text that no answer may hold. */
  @Command(
      name = "canary",
      description =
          "Make a canary and print it, once: put it into a system prompt or a document. An answer"
              + " that holds it, also written otherwise, is stopped in balanced and strict.")
  static final class Canary implements Callable<Integer> {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int CHARS = 52;
    private static final int LEAST_DIGITS = 3;

    @ParentCommand @Nullable ContentCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "what it is called in the record")
    String name = "";

    @Option(names = "--tenant", paramLabel = "T", description = "whose it is; default: default")
    String tenant = "default";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      String canary = canary(new SecureRandom());
      var body = new JsonWriter(256).object().field("tenant", tenant).field("name", name);
      body.field("kind", "canary").field("label", "").name("texts").array().value(canary);
      common.call(terminal, "POST", PATH, body.endArray().endObject().done());
      terminal.say(
          common.json
              ? new JsonWriter(128)
                  .object()
                  .field("name", name)
                  .field("canary", canary)
                  .endObject()
                  .done()
                  .utf8()
              : canary);
      return Exit.OK;
    }

    private static String canary(SecureRandom random) {
      while (true) {
        var text = new StringBuilder(CHARS);
        for (int i = 0; i < CHARS; i++) {
          text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        if (text.chars().filter(Character::isDigit).count() >= LEAST_DIGITS) {
          return text.toString();
        }
      }
    }
  }

  /** Lists what is registered. */
  @Command(name = "list", description = "List what is registered.")
  static final class ListContent extends Verb {
    @Override
    public Integer call() {
      list(PATH, "content", "tenant", "name", "kind", "label", "pieces", "since");
      return Exit.OK;
    }
  }

  /** Forgets a registration. */
  @Command(name = "remove", description = "Forget what is registered under a name.")
  static final class Remove implements Callable<Integer> {
    @ParentCommand @Nullable ContentCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "as 'content list' shows it")
    String name = "";

    @Option(names = "--tenant", paramLabel = "T", description = "whose it is; default: default")
    String tenant = "default";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      String path = PATH + "/" + Group.segment(name) + "?tenant=" + Group.segment(tenant);
      var reply = common.call(terminal, "DELETE", path, Bytes.EMPTY);
      terminal.say(common.json ? reply.text().strip() : "removed '" + name + "'");
      return Exit.OK;
    }
  }
}
