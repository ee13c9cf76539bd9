package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded conversations with Bedrock, where they are at hand. */
class BedrockTranscriptsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root", ".."), "../shared/data/wire/transcripts")
          .normalize();

  private record Recorded(String name, Json root) {
    int status() {
      return (int) root.at("response").integer("status", 200);
    }

    boolean stream() {
      return root.at("response").at("body").text("kind", "").equals("aws-eventstream");
    }

    Incoming incoming() {
      Json request = root.at("request");
      Bytes body = request.at("body").at("json").raw();
      return WireCase.incoming(request.text("path", ""), body);
    }

    Bytes answer() {
      Json body = root.at("response").at("body");
      return stream()
          ? Bytes.owning(Base64.getDecoder().decode(body.text("base64", "")))
          : body.at("json").raw();
    }
  }

  private static List<Recorded> recordings() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "recorded traffic is not at hand");
    var all = new ArrayList<Recorded>();
    try (var files = Files.list(FOLDER.resolve("bedrock"))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().contains("bedrock-converse")) {
          Json root = Fields.lenient(Bytes.owning(Files.readAllBytes(file)));
          all.add(new Recorded(file.getFileName().toString(), root));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  @Test
  void requests_pass_with_every_byte_kept_and_can_be_told_in_every_other_format()
      throws IOException {
    Codec codec = WireCase.codec("bedrock");
    for (Recorded one : recordings()) {
      Incoming incoming = one.incoming();
      var request = codec.read(incoming);
      String model = request.traits().call().model();
      Encoded passed = codec.pass(incoming, request, Outgoing.to(model));
      assertThat(passed.body()).as(one.name()).isEqualTo(incoming.body());
      assertThat(passed.path().replace("?beta=true", ""))
          .as(one.name())
          .isEqualTo(incoming.path().replace(":", "%3A"));
      for (String format : List.of("anthropic", "openai-chat", "gemini")) {
        Bytes crossed = WireCase.codec(format).encode(request, Outgoing.to("m")).body();
        WireCase.codec(format).read(WireCase.incoming(crossed));
      }
    }
  }

  @Test
  void answers_keep_their_bytes_end_properly_and_say_the_same_in_every_other_format()
      throws IOException {
    Codec codec = WireCase.codec("bedrock");
    for (Recorded one : recordings()) {
      if (one.status() != 200) {
        continue;
      }
      var read = WireCase.read(codec.reader(one.stream()), one.answer());
      assertThat(read.raw()).as(one.name()).isEqualTo(one.answer());
      assertThat(read.events().getLast()).as(one.name()).isEqualTo(new Event.Ended());
      assertThat(read.events()).filteredOn(event -> event instanceof Event.Used).hasSize(1);
      var request = codec.read(one.incoming());
      for (String format : List.of("anthropic", "openai-chat", "bedrock")) {
        Codec other = WireCase.codec(format);
        var answering =
            new Answering(WireCase.EXCHANGE, request, "m", one.stream(), false, Bytes.EMPTY);
        var writer = other.writer(answering);
        var out = new SseText();
        read.frames().forEach(frame -> out.add(writer.write(frame.events())));
        out.add(writer.end());
        var again = WireCase.read(other.reader(one.stream()), out.bytes());
        assertThat(said(again.events())).as(one.name()).isEqualTo(said(read.events()));
      }
    }
  }

  private static String said(List<Event> events) {
    var text = new StringBuilder();
    var calls = new StringBuilder();
    for (Event event : events) {
      switch (event) {
        case Event.Text(var _, String piece, var _) -> text.append(piece);
        case Event.ToolStarted tool -> calls.append('|').append(tool.name());
        default -> {}
      }
    }
    return text.append(calls).toString();
  }

  @Test
  void errors_fall_into_a_class_of_their_status() throws IOException {
    for (Recorded one : recordings()) {
      if (one.status() != 200) {
        var fault = WireCase.codec("bedrock").fault(one.status(), Headers.NONE, one.answer());
        assertThat(fault.code())
            .as(one.name())
            .isEqualTo(one.status() == 403 ? Code.UPSTREAM_CREDENTIAL : Code.UPSTREAM_INVALID);
      }
    }
  }

  @Test
  void endings_that_nobody_recorded_are_failures() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "recorded traffic is not at hand");
    Path file = FOLDER.resolve("bedrock-eventstream-synthetic.json");
    Json root = Fields.lenient(Bytes.owning(Files.readAllBytes(file)));
    for (Json one : root.at("cases").items()) {
      Bytes bytes = Bytes.owning(Base64.getDecoder().decode(one.text("base64", "")));
      var read = WireCase.read(WireCase.codec("bedrock").reader(true), bytes);
      assertThat(read.events().getLast()).as(one.text("name", "")).isInstanceOf(Event.Failed.class);
      assertThat(read.raw()).isEqualTo(bytes);
    }
  }

  @Test
  void every_client_of_aws_that_we_know_is_understood() throws IOException {
    Path clients = FOLDER.resolveSibling("clients");
    assumeTrue(Files.isDirectory(clients), "recorded traffic is not at hand");
    int understood = 0;
    try (var files = Files.list(clients)) {
      for (Path file : files.filter(path -> path.toString().contains("aws-bedrock")).toList()) {
        Json root = Fields.lenient(Bytes.owning(Files.readAllBytes(file)));
        Codec codec = Codecs.at(root.text("url", "")).orElseThrow();
        var incoming = WireCase.incoming(root.text("url", ""), root.at("body").raw());
        assertThat(codec.read(incoming).traits().call().model())
            .isEqualTo("us.amazon.nova-micro-v1:0");
        understood++;
      }
    }
    assertThat(understood).isGreaterThanOrEqualTo(5);
  }
}
