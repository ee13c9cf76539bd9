package io.sluice;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Nearest;
import io.sluice.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The map of controls: which checks each control of each framework rests on. Data, not code. */
final class Frameworks {
  /** The frameworks there are. */
  static final List<String> ALL =
      List.of(
          "nist-ai-rmf",
          "nist-csf",
          "owasp-llm",
          "owasp-agentic",
          "maestro",
          "iso-42001",
          "eu-ai-act");

  private Frameworks() {}

  /** A framework. */
  record Framework(String title, List<Stated> controls) {}

  /** One control: what it rests on, and what a report of it cannot say. */
  record Stated(String id, String title, List<String> checks, List<String> limits) {}

  /** The framework of that name. */
  static Framework of(String name) {
    if (!ALL.contains(name)) {
      List<String> nearest = Nearest.to(name, ALL, 2);
      String hint = nearest.isEmpty() ? String.join(", ", ALL) : String.join(" or ", nearest);
      throw Fault.of(Code.INVALID_REQUEST, "there is no framework of that name; known: " + hint)
          .stop();
    }
    try (var in = Frameworks.class.getResourceAsStream("/frameworks/" + name + ".json")) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return read(Json.parse(Bytes.owning(bytes), JsonLimits.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException("the map of controls cannot be read", e);
    }
  }

  private static Framework read(Json root) {
    var controls = new ArrayList<Stated>();
    for (Json one : root.at("controls").items()) {
      controls.add(
          new Stated(
              one.text("id", ""),
              one.text("title", ""),
              texts(one.at("checks")),
              texts(one.at("limits"))));
    }
    return new Framework(root.text("title", ""), controls);
  }

  private static List<String> texts(Json list) {
    var texts = new ArrayList<String>();
    list.items().forEach(item -> item.string().ifPresent(texts::add));
    return texts;
  }

  static String sha256(Bytes bytes) {
    return Sha256.hex(bytes);
  }
}
