package io.sluice.flow;

import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a tool probably does, by its name and the schema of its arguments. A proposal for an
 * operator, and until one says otherwise what counts: an unknown tool that does not plainly read is
 * taken for one that sends out of the house.
 */
public final class ToolDraft {
  private static final Set<String> READS =
      Set.of(
          "get",
          "list",
          "read",
          "search",
          "find",
          "lookup",
          "query",
          "show",
          "describe",
          "count",
          "check",
          "view",
          "retrieve",
          "inspect",
          "calculate",
          "compute",
          "explain",
          "summarize");

  private static final Set<String> FETCHES =
      Set.of("fetch", "browse", "crawl", "scrape", "download", "open", "navigate", "visit");

  private static final Set<String> EXECUTES =
      Set.of("run", "exec", "execute", "shell", "bash", "eval", "command", "terminal", "script");

  private static final Set<String> DELETES =
      Set.of("delete", "remove", "drop", "purge", "erase", "destroy", "wipe", "uninstall");

  private static final Set<String> PAYS =
      Set.of(
          "pay",
          "payment",
          "transfer",
          "wire",
          "refund",
          "withdraw",
          "purchase",
          "buy",
          "charge",
          "payout",
          "invest",
          "sell",
          "trade",
          "donate");

  private static final Set<String> IDENTIFIES =
      Set.of(
          "password",
          "permission",
          "permissions",
          "role",
          "grant",
          "token",
          "credential",
          "login",
          "account",
          "user",
          "acl",
          "mfa",
          "unlock",
          "authorize");

  private static final Set<String> SHARES = Set.of("share", "publish", "invite", "expose");

  private static final Set<String> DESTINATIONS =
      Set.of(
          "to",
          "cc",
          "bcc",
          "recipient",
          "recipients",
          "email",
          "emails",
          "address",
          "url",
          "uri",
          "link",
          "href",
          "host",
          "hostname",
          "domain",
          "endpoint",
          "webhook",
          "channel",
          "iban",
          "account",
          "payee",
          "beneficiary",
          "destination",
          "dest",
          "target",
          "phone",
          "number",
          "receiver",
          "participants",
          "attendees",
          "invitees",
          "command",
          "cmd",
          "code",
          "script",
          "path",
          "file",
          "filename",
          "repo",
          "repository",
          "branch",
          "user",
          "username",
          "id");

  private static final Set<String> FORMATS = Set.of("uri", "url", "email", "iban", "hostname");

  private ToolDraft() {}

  /**
   * The draft of one tool.
   *
   * @param schema JSON schema of its arguments; anything else counts as none
   */
  public static ToolPolicy of(String name, String schema) {
    Effect effect = effect(words(name));
    Sink usual = effect.usual();
    var sink =
        new Sink(control(schema), List.of(), List.of(), usual.minIntegrity(), usual.maxLevel());
    return new ToolPolicy(effect, ToolPolicy.UNKNOWN_RESULT, sink, false);
  }

  private static Effect effect(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    if (any(words, EXECUTES)) {
      return Effect.EXECUTE;
    }
    if (READS.contains(first)) {
      return Effect.READ;
    }
    if (FETCHES.contains(first)) {
      return Effect.FETCH;
    }
    if (any(words, DELETES)) {
      return Effect.DELETE;
    }
    if (any(words, PAYS)) {
      return Effect.MONEY_OUT;
    }
    if (any(words, IDENTIFIES)) {
      return Effect.IDENTITY;
    }
    return any(words, SHARES) ? Effect.SHARE : Effect.SEND_EXTERNAL;
  }

  private static boolean any(List<String> words, Set<String> of) {
    return words.stream().anyMatch(of::contains);
  }

  /** The words of a name in snake, kebab, dotted or camel case. */
  static List<String> words(String name) {
    String split = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return List.of(split.split("[^a-z0-9]+")).stream().filter(word -> !word.isEmpty()).toList();
  }

  /** Arguments that by name or format say where something goes. */
  private static List<String> control(String schema) {
    try {
      return control(Json.parse(Bytes.utf8(schema), JsonLimits.DEFAULT));
    } catch (JsonException none) {
      return List.of();
    }
  }

  private static List<String> control(Json schema) {
    var names = new ArrayList<String>();
    for (Json.Field field : schema.at("properties").fields()) {
      String format = field.value().text("format", "");
      Json items = field.value().at("items");
      boolean said = FORMATS.contains(format) || FORMATS.contains(items.text("format", ""));
      List<String> words = words(field.name());
      boolean named = !words.isEmpty() && DESTINATIONS.contains(words.getLast());
      if (said || named || !words.isEmpty() && DESTINATIONS.contains(words.getFirst())) {
        names.add(field.name());
      }
    }
    return names;
  }
}
