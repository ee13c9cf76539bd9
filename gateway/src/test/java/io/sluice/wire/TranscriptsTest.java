package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Recorded traffic of real providers, where it is at hand: answers keep their bytes, say something,
 * end properly, and can be told in the other format.
 */
class TranscriptsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root", ".."), "../shared/data/wire/transcripts")
          .normalize();

  /** One recorded pair that one of our formats speaks. */
  private record Recorded(String name, String format, boolean stream, Json root) {
    Bytes body(String side) {
      Json body = root.at(side).at("body");
      Json text = body.at("text");
      return text.isString() ? Bytes.utf8(text.string().orElse("")) : body.at("json").raw();
    }

    int status() {
      return (int) root.at("response").integer("status", 200);
    }

    WireCase like() {
      return new WireCase(format, Path.of(name));
    }
  }

  private static List<Recorded> recordings() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "recorded traffic is not at hand");
    var all = new ArrayList<Recorded>();
    try (var files = Files.walk(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        Json root = Fields.lenient(Bytes.owning(Files.readAllBytes(file)));
        String protocol = root.text("protocol", "");
        String format =
            switch (protocol) {
              case "openai-chat" -> "openai-chat";
              case "openai-responses" -> "openai-responses";
              case "anthropic-messages" -> "anthropic";
              case "anthropic-count" -> "anthropic-count";
              case "embeddings" -> "openai-embeddings";
              case "gemini", "gemini-stream" -> "gemini";
              case "gemini-count" -> "gemini-count";
              default -> "";
            };
        if (!format.isEmpty()
            && !root.at("request").at("host").string().orElse("").contains("cohere")
            && root.at("request").text("method", "").equals("POST")
            && !root.at("request").text("path", "").endsWith("/input_tokens")) {
          boolean stream = root.at("response").at("body").text("kind", "").equals("sse");
          all.add(new Recorded(file.getFileName().toString(), format, stream, root));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(50);
    return all;
  }

  @Test
  void recorded_requests_are_read_and_pass_with_every_byte_kept() throws IOException {
    for (Recorded one : recordings()) {
      if (!one.root().at("request").at("body").at("json").isObject()) {
        continue;
      }
      var incoming = WireCase.incoming(one.body("request"));
      var request = read(one.like().codec(), incoming, one.name());
      String model = request.traits().call().model();
      Encoded passed = one.like().codec().pass(incoming, request, Outgoing.to(model));
      assertThat(passed.body()).as(one.name()).isEqualTo(incoming.body());
      if (one.like().crosses(request)) {
        Encoded crossed = one.like().other().encode(request, Outgoing.to("m"));
        read(one.like().other(), WireCase.incoming(crossed.path(), crossed.body()), one.name());
      }
    }
  }

  private static Request read(Codec codec, Incoming incoming, String name) {
    try {
      return codec.read(incoming);
    } catch (Stop stop) {
      throw new AssertionError(name + ": " + stop.fault().message(), stop);
    }
  }

  @Test
  void recorded_answers_keep_their_bytes_and_end_properly() throws IOException {
    for (Recorded one : recordings()) {
      if (one.status() != 200) {
        continue;
      }
      Bytes answer = one.body("response");
      var read = WireCase.read(one.like().codec().reader(one.stream()), answer);
      assertThat(read.raw()).as(one.name()).isEqualTo(answer);
      Event last = read.events().getLast();
      assertThat(last instanceof Event.Ended || last instanceof Event.Failed)
          .as(one.name() + Told.events(read.events()))
          .isTrue();
      boolean error =
          answer.utf8().contains("\"error\":{") || answer.utf8().contains("\"error\": {");
      assertThat(last instanceof Event.Failed).as(one.name()).isEqualTo(error);
      cross(one, read);
    }
  }

  private static void cross(Recorded one, WireCase.Read read) {
    var request = one.like().codec().read(WireCase.incoming(one.body("request")));
    if (!one.like().crosses(request) || read.events().getLast() instanceof Event.Failed) {
      return;
    }
    var answering =
        new Answering(WireCase.EXCHANGE, request, "m", one.stream(), false, Bytes.EMPTY);
    var writer = one.like().other().writer(answering);
    var out = new SseText();
    read.frames().forEach(frame -> out.add(writer.write(frame.events())));
    out.add(writer.end());
    var again = WireCase.read(one.like().other().reader(one.stream()), out.bytes());
    assertThat(again.events().getLast()).as(one.name()).isEqualTo(new Event.Ended());
    assertThat(said(again.events())).as(one.name()).isEqualTo(said(read.events()));
  }

  /** The text and the calls of the first choice, for comparing across formats. */
  private static String said(List<Event> events) {
    var out = new StringBuilder();
    var calls = new StringBuilder();
    for (Event event : events) {
      switch (event) {
        case Event.Text(int choice, String text, var _) when choice == 0 -> out.append(text);
        case Event.Refusal(int choice, String text) when choice == 0 -> out.append(text);
        case Event.ToolStarted tool when tool.choice() == 0 ->
            calls.append('|').append(tool.name());
        default -> {}
      }
    }
    return out.append(calls).toString();
  }

  @Test
  void recorded_errors_fall_into_a_class_of_their_status() throws IOException {
    for (Recorded one : recordings()) {
      if (one.status() == 200) {
        continue;
      }
      Fault fault = one.like().codec().fault(one.status(), Headers.NONE, one.body("response"));
      var expected =
          switch (one.status()) {
            case 401, 403 -> List.of(Code.UPSTREAM_CREDENTIAL);
            case 404 -> List.of(Code.UPSTREAM_NOT_FOUND);
            case 429 -> List.of(Code.UPSTREAM_RATE_LIMITED, Code.UPSTREAM_QUOTA);
            default ->
                List.of(Code.UPSTREAM_INVALID, Code.CONTENT_FILTER, Code.UPSTREAM_CREDENTIAL);
          };
      assertThat(expected).as(one.name()).contains(fault.code());
    }
  }

  @Test
  void every_client_we_know_is_understood() throws IOException {
    Path clients = FOLDER.resolveSibling("clients");
    assumeTrue(Files.isDirectory(clients), "recorded traffic is not at hand");
    int understood = 0;
    try (var files = Files.list(clients)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        understood += understood(file);
      }
    }
    assertThat(understood).isGreaterThan(20);
  }

  private static int understood(Path file) throws IOException {
    Json root = Fields.lenient(Bytes.owning(Files.readAllBytes(file)));
    String url = root.text("url", "");
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    var codec = Codecs.at(path);
    boolean cut = root.at("body").at("tools").items().stream().anyMatch(tool -> !tool.isObject());
    if (codec.isEmpty() || !root.at("body").isObject() || cut) {
      return 0;
    }
    Bytes body = root.at("body").raw();
    var address = new Incoming.Address(path, query < 0 ? "" : url.substring(query + 1));
    var incoming = WireCase.incoming(address, body);
    var request = read(codec.get(), incoming, file.getFileName().toString());
    var outgoing = Outgoing.to(request.traits().call().model());
    assertThat(codec.get().pass(incoming, request, outgoing).body())
        .as(file.getFileName().toString())
        .isEqualTo(body);
    return 1;
  }
}
