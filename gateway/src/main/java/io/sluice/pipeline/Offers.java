package io.sluice.pipeline;

import io.sluice.flow.ToolPin.Place;
import io.sluice.flow.ToolPins;
import io.sluice.flow.ToolPins.First;
import io.sluice.model.Code;
import io.sluice.model.Count;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Principal;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Tools.Tool;
import io.sluice.registry.RouteSetting.Flow;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at the tools that a request offers to the model: a definition that changed since it was
 * first seen is kept from the model until an operator approves it. In observe mode it is only
 * noted.
 */
public final class Offers {
  private final ToolPins pins;

  /** By what {@code pins} knows. */
  public Offers(ToolPins pins) {
    this.pins = pins;
  }

  /**
   * A request as far as its tools are trusted.
   *
   * @param losses what was taken out of it
   */
  record Offered(Incoming incoming, Request request, List<Loss> losses) {}

  /** Reads a request: as it came, or without the tools that are not trusted. */
  Offered read(Codec codec, Incoming incoming, Principal by, Snapshot snapshot) {
    Request request = codec.read(incoming);
    var dropped = new LinkedHashSet<String>();
    String app = by.affiliation().app().isEmpty() ? by.id() : by.affiliation().app();
    var policies = snapshot.labels().tools();
    for (Tool tool : tools(request)) {
      boolean pin = !policies.approveFirst() || policies.knows(tool.name());
      var unknown = pin ? First.PIN : First.QUARANTINE;
      if (!pins.trusted(new Place(by.tenant(), app, tool.name()), tool, unknown)) {
        dropped.add(tool.name());
      }
    }
    if (dropped.isEmpty() || snapshot.mode(request.traits().call().model()) == Flow.OBSERVE) {
      return new Offered(incoming, request, List.of());
    }
    return without(dropped, codec, incoming);
  }

  private static Offered without(Set<String> dropped, Codec codec, Incoming incoming) {
    if (!incoming.inserted().isEmpty()) { // positions in it are known that an edit would move
      throw Fault.of(Code.POLICY_DENIED, "a tool is new or has changed, and waits for an approval")
          .naming(List.copyOf(dropped))
          .stop();
    }
    var body = OfferEdit.without(incoming.body(), incoming.root(), dropped);
    var left = incoming.with(body, List.of());
    var losses = new ArrayList<Loss>();
    dropped.forEach(
        name ->
            losses.add(
                new Loss(
                    "tools", "'" + name + "' is new or has changed, and waits for an approval")));
    return new Offered(left, codec.read(left), losses);
  }

  private static List<Tool> tools(Request request) {
    return switch (request) {
      case Prompt prompt -> prompt.tools().offered();
      case Count count -> count.prompt().tools().offered();
      default -> List.of();
    };
  }
}
