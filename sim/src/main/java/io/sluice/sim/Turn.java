package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * The last turn of a conversation, in any format.
 *
 * @param text its text parts, joined by line ends
 * @param toolResults the results of tools it brings, in order
 * @param images how many images it brings
 */
record Turn(String text, List<String> toolResults, int images) {
  Turn {
    toolResults = List.copyOf(toolResults);
  }

  /** Notes of the system between turns are nobody's turn. */
  static Turn last(Json messages) {
    List<Json> all =
        messages.items().stream()
            .filter(message -> !message.at("role").textOr("").equals("system"))
            .toList();
    if (all.isEmpty()) {
      return new Turn("", List.of(), 0);
    }
    int from = all.size();
    while (from > 0 && all.get(from - 1).at("role").textOr("").equals("tool")) {
      from--;
    }
    if (from < all.size()) {
      return new Turn(
          "",
          all.subList(from, all.size()).stream()
              .map(message -> textOf(message.at("content")))
              .toList(),
          0);
    }
    return of(all.getLast().at("content"));
  }

  private static Turn of(Json content) {
    var results = new ArrayList<String>();
    int images = 0;
    for (Json part : content.items()) {
      if (part.at("toolResult").isObject()) {
        results.add(textOf(part.at("toolResult").at("content")));
      } else if (part.at("image").isObject()) {
        images++;
      }
      switch (part.at("type").textOr("")) {
        case "tool_result" -> results.add(textOf(part.at("content")));
        case "image", "image_url" -> images++;
        default -> {}
      }
    }
    return new Turn(textOf(content), results, images);
  }

  /** The text of a content: plain, or the text parts of a list. */
  static String textOf(Json content) {
    if (content.text().isPresent()) {
      return content.textOr("");
    }
    var texts = new ArrayList<String>();
    for (Json part : content.items()) {
      if (part.at("type").textOr("text").equals("text") && part.at("text").isPresent()) {
        texts.add(part.at("text").textOr(""));
      } else if (part.at("json").isPresent()) {
        texts.add(Json.string(part.at("json")));
      }
    }
    return String.join("\n", texts);
  }
}
