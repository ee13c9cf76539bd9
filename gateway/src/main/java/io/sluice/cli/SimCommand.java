package io.sluice.cli;

import io.sluice.json.JsonWriter;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sim}: a simulated provider in the foreground. */
@Command(
    name = "sim",
    description = "Play a provider: real wire format, deterministic answers, faults on cue.",
    footer = {
      "",
      "Answers repeat the last user text. A prompt may steer its own answer, for example [[sim:"
          + " tokens=500]], [[sim: tool=lookup args={\"id\":7}]] or [[sim: fault=status=503]]; the"
          + " header x-sim-fault and a scenario file do the same for requests."
    })
final class SimCommand extends Verb {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "port to listen on; default: any free one")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "address to listen on; default: 127.0.0.1")
  String host = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "openai",
      description =
          "openai, anthropic, gemini, bedrock, ollama, cohere, or compatible (a self-hosted server"
              + " with the paths of OpenAI); default: openai")
  Kind kind = Kind.OPENAI;

  @Option(names = "--scenario", paramLabel = "F", description = "JSON file with pacing and faults")
  @Nullable Path scenario;

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw misused("--port must be from 0 to 65535, was " + port);
    }
    var terminal = terminal();
    try (var simulator = start(terminal)) {
      announce(terminal, simulator.uri());
      terminal.stop().await();
    }
    return Exit.OK;
  }

  private Simulator start(Terminal terminal) {
    var settings = SimSettings.of(kind).at(host, port);
    if (scenario != null) {
      settings = settings.withScenario(terminal.directory().resolve(scenario));
    }
    try {
      return Simulator.start(settings);
    } catch (IOException e) {
      throw Failure.environment(
          "cannot listen on %s:%d: %s (choose another --port)"
              .formatted(host, port, e.getMessage()));
    } catch (UncheckedIOException e) {
      throw Failure.usage("cannot read the scenario file " + scenario);
    } catch (IllegalArgumentException e) {
      throw Failure.negative(scenario + ": " + e.getMessage());
    }
  }

  private void announce(Terminal terminal, URI uri) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    boolean versioned = kind == Kind.OPENAI || kind == Kind.COMPATIBLE;
    String base = versioned ? uri + "/v1" : uri.toString();
    if (common.json) {
      var line = new JsonWriter(128).object().field("kind", name).field("base_url", base);
      terminal.say(line.endObject().done().utf8());
      return;
    }
    terminal.say("simulated " + name + " provider, base URL " + base);
    terminal.say("");
    terminal.say(
        switch (kind) {
          case ANTHROPIC -> Curl.messages(uri, "");
          case GEMINI -> Curl.content(uri);
          case OLLAMA -> Curl.at(uri, "/api/chat", "qwen-sim");
          case COHERE -> Curl.at(uri, "/v2/chat", "command-sim");
          case BEDROCK -> Curl.converse(uri, "amazon.nova-sim", "any");
          case OPENAI, COMPATIBLE -> Curl.chat(uri, "gpt-sim", "");
        });
    terminal.say("");
    terminal.say("any key is accepted; Ctrl-C ends it");
  }
}
