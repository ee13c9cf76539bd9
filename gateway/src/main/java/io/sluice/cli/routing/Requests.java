package io.sluice.cli.routing;

import io.sluice.json.Json;
import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Task;
import io.sluice.model.Tools;
import io.sluice.model.Traits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Recorded prompts as the requests they would have been. */
final class Requests {
  static final String TENANT = "bench";
  static final String ROUTE = "bench";

  private static final Profile PROFILE =
      new Profile(
          Profile.Zone.EXTERNAL,
          "",
          -1,
          Profile.Training.UNKNOWN,
          Level.RESTRICTED,
          new Profile.Review(Profile.Standing.MISSING, "", null, null),
          Profile.Diligence.NONE);

  private static final Principal PRINCIPAL =
      new Principal(
          TENANT,
          "bench",
          new Principal.Affiliation("", "", List.of()),
          new Principal.Grants(Level.PUBLIC, null, Integrity.USER, List.of()),
          Principal.Allowance.NONE,
          Principal.Delegation.NONE);

  private Requests() {}

  static Candidate candidate(String name, Price price) {
    var ref = new ModelRef("recorded", name);
    return new Candidate(ref, name, "openai", PROFILE, price, Abilities.UNKNOWN);
  }

  /** The request with this prompt, and these tools. */
  static Prompt prompt(Json json) {
    String text = json.text("prompt", "");
    var tools = new ArrayList<Tools.Tool>();
    var names = new ArrayList<String>();
    for (Json tool : json.at("tools").items()) {
      var words = segment(Segment.Source.TOOL_DEFINITION, tool.text("description", ""));
      tools.add(new Tools.Tool(tool.text("name", ""), words, Shape.NO_SCHEMA, List.of()));
      names.add(tool.text("name", ""));
    }
    var question = segment(Segment.Source.USER, text);
    var part = new Part.Text(question, List.of());
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    var traits =
        new Traits(
            new Traits.Call("openai-chat", Traits.Operation.CHAT, ROUTE, false),
            List.of(),
            names.stream().sorted().toList(),
            new Traits.Size(bytes, 0, 0),
            List.of());
    return new Prompt(
        traits,
        List.of(question),
        List.of(new Message(Message.Role.USER, List.of(part), List.of())),
        new Tools(tools, Tools.Choice.UNSET, "", Tools.Parallel.UNSET),
        Sampling.UNSET,
        Shape.TEXT,
        List.of());
  }

  private static Segment segment(Segment.Source source, String text) {
    return new Segment(source, text, Span.NONE, Segment.Coding.STRING);
  }

  /** What policy and planner see of it. */
  static Facts facts(Prompt prompt, Task task, Level level) {
    var label = new Label(Integrity.USER, level, Categories.NONE);
    var exposure = new Exposure(label, List.of());
    var traits = prompt.traits().doing(task);
    return new Facts(PRINCIPAL, traits, exposure, "", Instant.EPOCH, List.of(), Losses.UNKNOWN);
  }
}
