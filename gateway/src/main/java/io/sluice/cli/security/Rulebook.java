package io.sluice.cli.security;

import io.sluice.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a data set says of tools, routes and principals, as Sluice's own configuration has it. Its
 * words differ in three places: {@code trusted} is the integrity {@code user}, {@code
 * destination_args} are {@code control_args}, and {@code max_confidentiality} is {@code max_level}.
 *
 * @param tools one line of YAML for each tool
 * @param clearances the highest level of each route
 * @param integrity of each principal
 * @param offered the tools on offer, as OpenAI's chat format has them
 */
record Rulebook(
    Map<String, String> tools,
    Map<String, String> clearances,
    Map<String, String> integrity,
    List<Json> offered) {

  /** Reads {@code policy.json}; what it does not say is left to the gateway. */
  static Rulebook of(Json policy) {
    var tools = new LinkedHashMap<String, String>();
    for (Json.Field tool : policy.at("tools").fields()) {
      tools.put(tool.name(), tool(tool.value()));
    }
    var clearances = new TreeMap<String, String>();
    for (Json.Field route : policy.at("routes").fields()) {
      clearances.put(route.name(), route.value().text("max_confidentiality", "public"));
    }
    var integrity = new HashMap<String, String>();
    for (Json.Field principal : policy.at("principals").fields()) {
      integrity.put(principal.name(), word(principal.value().text("integrity", "untrusted")));
    }
    return new Rulebook(tools, clearances, integrity, policy.at("$TOOLS").items());
  }

  /** One tool's policy as YAML. */
  static String tool(Json tool) {
    var line = new StringBuilder("{effect: " + effect(tool));
    var control = tool.at("destination_args");
    if (!control.missing()) {
      line.append(", control_args: ").append(control.raw().utf8());
    }
    add(line, "min_integrity", word(tool.text("min_integrity", "")));
    add(line, "max_level", tool.text("max_confidentiality", ""));
    if (tool.at("directory").bool(false)) {
      line.append(", directory: true");
    }
    Json result = tool.at("result");
    if (result.isObject()) {
      line.append(", result: {integrity: ").append(word(result.text("integrity", "untrusted")));
      add(line, "level", result.text("confidentiality", ""));
      if (!result.at("categories").missing()) {
        line.append(", categories: ").append(result.at("categories").raw().utf8());
      }
      line.append('}');
    }
    return line.append('}').toString();
  }

  private static void add(StringBuilder line, String name, String word) {
    if (!word.isEmpty()) {
      line.append(", ").append(name).append(": ").append(word);
    }
  }

  private static String effect(Json tool) {
    String said = tool.text("effect", tool.text("effect_hint", ""));
    return switch (said) {
      case "read",
          "fetch",
          "write",
          "delete",
          "send_internal",
          "send_external",
          "share",
          "money_out",
          "identity",
          "execute" ->
          said;
      case "pay" -> "money_out";
      default -> "send_external"; // "send", and whatever nobody knows
    };
  }

  private static String word(String integrity) {
    return integrity.equals("trusted") ? "user" : integrity;
  }
}
