package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Items that a request names and does not say: {@code item_reference}. An id that the gateway gave
 * tells which answer the item is of; one that a provider gave means something at that provider.
 */
final class References {
  static final String TYPE = "item_reference";
  private static final Pattern OWN = Pattern.compile("(?:msg|rs|fc)_([0-9a-f]{32})_[0-9]{1,9}");

  private References() {}

  /** Ids of the answers of the gateway's own making that the request names items of. */
  static List<String> of(Json root) {
    var answers = new LinkedHashSet<String>();
    for (Json item : root.at("input").items()) {
      if (answers.size() < Format.MOST_REFERRED_ANSWERS) {
        answer(item).ifPresent(answers::add);
      }
    }
    return List.copyOf(answers);
  }

  private static Optional<String> answer(Json item) {
    if (!item.isObject() || !item.text("type", "").equals(TYPE)) {
      return Optional.empty();
    }
    Matcher own = OWN.matcher(item.text("id", ""));
    return own.matches() ? Optional.of("resp_" + own.group(1)) : Optional.empty();
  }

  /** The request with the items of that answer said where they are named. */
  static Incoming recalled(Incoming incoming, Kept answer) {
    Map<String, Json> known = new HashMap<>();
    for (Json item : Fields.lenient(answer.response()).at("output").items()) {
      known.put(item.text("id", ""), item);
    }
    Json input = incoming.root().at("input");
    var items = new ArrayList<String>();
    for (Json item : input.items()) {
      Json said = answer(item).isPresent() ? known.get(item.text("id", "")) : null;
      if (said == null) {
        items.add(item.raw().utf8());
      } else if (!Conversation.forgotten(said)) {
        items.add(said.raw().utf8());
      }
    }
    Bytes list = Bytes.utf8("[" + String.join(",", items) + "]");
    Span place = input.span();
    Bytes body = Splice.apply(incoming.body(), List.of(new Splice(place, list)));
    return incoming.with(body, List.of());
  }
}
