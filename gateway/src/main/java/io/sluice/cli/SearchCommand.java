package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code search}: exchanges by what is known of them, and by a text in their kept content. */
@Command(
    name = "search",
    description = "Find exchanges, newest first, page by page. Exit 1: none.",
    footer = {
      "",
      "Fields: tenant, principal, team, model, provider, level, decision, rule, outcome, code,"
          + " session, trace, subject, since, until, cost (at least so many micro-dollars).",
      "",
      "--text opens what is kept of these exchanges, whole or redacted, and looks for the text"
          + " within one message or answer; layout, case and accents make no difference. That is a"
          + " view of content: it needs the role auditor, and is recorded by a keyed hash of the"
          + " text. Who saw a text that is not kept: who-saw."
    })
final class SearchCommand extends Verb {
  private static final int MOST_BYTES = 64 << 10;

  @Parameters(paramLabel = "FIELD=VALUE", arity = "0..*", description = "what must be so")
  List<String> terms = List.of();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "what stands in the kept content; -: standard input")
  @Nullable String text;

  @Option(names = "--limit", paramLabel = "N", description = "most rows (default 50)")
  int limit = 50;

  @Option(
      names = "--after",
      paramLabel = "NEXT",
      description = "the next page, as the one before says")
  String after = "";

  @Override
  public Integer call() {
    Bytes wanted = wanted();
    Reply reply =
        wanted == null
            ? common.call(terminal(), "GET", "/api/v1/exchanges" + query(), Bytes.EMPTY)
            : common.call(terminal(), "POST", "/api/v1/exchanges/search" + query(), wanted);
    List<Json> found = reply.body().at("exchanges").items();
    String next = reply.body().text("next", "");
    int status = found.isEmpty() && next.isEmpty() ? Exit.NEGATIVE : Exit.OK;
    if (common.json) {
      terminal().say(reply.text().strip());
      return status;
    }
    if (found.isEmpty()) {
      terminal().say(next.isEmpty() ? "nothing found" : "nothing found so far");
    } else {
      table(found);
    }
    if (wanted != null) {
      looked(reply.body().at("looked"));
    }
    if (!next.isEmpty()) {
      boolean cut = reply.body().text("end", "").equals("limit");
      terminal().note((cut ? "older ones were not looked at yet: " : "more: ") + "--after " + next);
    }
    return status;
  }

  private void table(List<Json> found) {
    print(
        found,
        "at",
        "exchange",
        "principal",
        "model",
        "level",
        "decision",
        "outcome",
        "served",
        "cost_micros");
  }

  private String query() {
    var query = new StringBuilder("?limit=" + limit);
    for (String term : terms) {
      int mark = term.indexOf('=');
      if (mark < 1) {
        throw misused("'" + term + "' is not FIELD=VALUE");
      }
      query.append('&').append(term, 0, mark + 1).append(coded(term.substring(mark + 1)));
    }
    return after.isEmpty() ? query.toString() : query.append("&after=" + coded(after)).toString();
  }

  /** The text to look for; null: none was given. */
  private @Nullable Bytes wanted() {
    String given = text;
    if (given == null) {
      return null;
    }
    return given.equals(NamedFile.STANDARD_INPUT)
        ? NamedFile.read(terminal(), given, MOST_BYTES)
        : Bytes.utf8(given);
  }

  private void looked(Json looked) {
    long redacted = looked.integer("redacted", 0);
    tell("looked into", looked.integer("whole", 0) + redacted, "what is kept of an exchange");
    tell("kept redacted", redacted, "of these: what was replaced cannot be found");
    tell("not looked into", looked.integer("unkept", 0), "nothing is kept, or not any more");
    tell("unreadable", looked.integer("unreadable", 0), "not as it was written");
  }

  private void tell(String what, long count, String meaning) {
    if (count > 0) {
      terminal().note("%s: %d (%s)".formatted(what, count, meaning));
    }
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
