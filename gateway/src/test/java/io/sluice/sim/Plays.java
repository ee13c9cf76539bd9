package io.sluice.sim;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.sim.Play.Beat;
import io.sluice.sim.Play.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up how providers act: well for a while, badly for a while. */
final class Plays {
  /** A value that no prompt has and not everybody may get. */
  static final String LEAKED = "6011000990139424";

  private static final int[] ERRORS = {400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 529};
  private static final Kind[] KINDS = Kind.values();
  private static final long USUAL_LIMIT = 4_000;

  private final SplittableRandom random;
  private final Deque<Kind> script = new ArrayDeque<>();
  private boolean scripted;
  private int made;
  private int badUntil;

  Plays(SplittableRandom random) {
    this.random = random;
  }

  /** From now on providers act as told, and well when nothing is told. */
  void script(List<Kind> kinds) {
    scripted = true;
    script.addAll(kinds);
  }

  private Kind kind(int number) {
    if (scripted) {
      return script.isEmpty() ? Kind.ANSWER : script.remove();
    }
    if (random.nextInt(60) == 0) {
      badUntil = number + random.nextInt(40);
    }
    boolean bad = number < badUntil ? random.nextInt(4) > 0 : random.nextInt(6) == 0;
    return bad ? KINDS[random.nextInt(KINDS.length)] : good();
  }

  /**
   * What happens to a request.
   *
   * @param prompt the words the caller meant, which an echo says back
   */
  Play next(boolean anthropic, Bytes body, String prompt) {
    int number = ++made;
    Kind kind = kind(number);
    Json asked = read(body);
    String seen = seen(asked);
    boolean echo = kind == Kind.ECHO;
    String nonce = "said" + number + "x ";
    String own = nonce + "word ".repeat(random.nextInt(30)) + (kind == Kind.LEAK ? LEAKED : "");
    long limit = limit(asked);
    String wire = within(echo ? nonce + seen : own, limit);
    String heard = echo && wire.equals(nonce + seen) ? nonce + prompt : wire;
    long input = 8L + body.length() / 6;
    long usage =
        switch (kind) {
          case NO_USAGE -> -1;
          case WRONG_USAGE -> 3_000 + random.nextInt(5_000);
          default -> 0;
        };
    var voice =
        new Spoken.Voice(
            anthropic, asked.at("stream").bool(false), "id-" + number, asked.text("model", "m"));
    var spoken = new Spoken(voice, wire, kind == Kind.TOOL && limit > 40, input, usage);
    return new Play(kind, beats(kind, spoken), kind != Kind.WRONG_USAGE, input, heard);
  }

  private Kind good() {
    return switch (random.nextInt(6)) {
      case 0 -> Kind.TOOL;
      case 1 -> Kind.ECHO;
      default -> Kind.ANSWER;
    };
  }

  private static String within(String text, long limit) {
    long most = Math.max(1, limit - 10) * 4;
    return text.length() <= most ? text : text.substring(0, (int) most);
  }

  private static Json read(Bytes body) {
    try {
      return Json.parse(body, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new Violation("what left is not JSON");
    }
  }

  private static long limit(Json asked) {
    for (String name : List.of("max_tokens", "max_completion_tokens")) {
      if (!asked.at(name).missing()) {
        return asked.integer(name, USUAL_LIMIT);
      }
    }
    return USUAL_LIMIT;
  }

  /** The text of the first message, as it came. */
  static String seen(Json asked) {
    var messages = asked.at("messages").items();
    if (messages.isEmpty()) {
      return "";
    }
    Json content = messages.getFirst().at("content");
    return content.isString()
        ? messages.getFirst().text("content", "")
        : content.items().isEmpty() ? "" : content.items().getFirst().text("text", "");
  }

  private List<Beat> beats(Kind kind, Spoken spoken) {
    var all = new ArrayList<Beat>();
    switch (kind) {
      case NO_CONNECTION ->
          all.add(new Beat.Broke(Fault.of(Code.UPSTREAM_TRANSIENT, "no connection")));
      case SILENT -> all.add(new Beat.Fell());
      case ERROR -> error(all);
      case MALFORMED -> {
        begin(all, spoken);
        all.add(new Beat.Said(Bytes.utf8("data: {nonsense\n\n<html>"), 0));
        all.add(new Beat.Ended());
      }
      case ANSWER, ECHO, TOOL, LEAK, NO_USAGE, WRONG_USAGE -> {
        begin(all, spoken);
        all.addAll(said(spoken));
        all.add(new Beat.Ended());
      }
      case CUT, STALL, ERROR_EVENT, EARLY_END -> {
        begin(all, spoken);
        List<Beat> said = said(spoken);
        int kept = random.nextInt(said.size());
        all.addAll(said.subList(0, kept));
        all.add(last(kind, spoken, all));
        if (kind == Kind.ERROR_EVENT) {
          all.add(new Beat.Ended());
        }
      }
    }
    return all;
  }

  private static Beat last(Kind kind, Spoken spoken, List<Beat> before) {
    long tokens = before.getLast() instanceof Beat.Said said ? said.tokens() : 0;
    return switch (kind) {
      case STALL -> new Beat.Fell();
      case EARLY_END -> new Beat.Ended();
      case ERROR_EVENT -> new Beat.Said(Bytes.utf8(errorEvent(spoken)), tokens);
      default -> new Beat.Broke(Fault.of(Code.STREAM_BROKEN, "the connection went away"));
    };
  }

  private static String errorEvent(Spoken spoken) {
    return spoken.voice().anthropic()
        ? "event: error\ndata: {\"type\":\"error\",\"error\":"
            + "{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
        : "data: {\"error\":{\"type\":\"server_error\",\"message\":\"overloaded\"}}\n\n";
  }

  private static void begin(List<Beat> all, Spoken spoken) {
    String type = spoken.voice().stream() ? "text/event-stream" : "application/json";
    all.add(new Beat.Began(200, new Headers(List.of(new Header("content-type", type)))));
  }

  private void error(List<Beat> all) {
    int status = ERRORS[random.nextInt(ERRORS.length)];
    var headers = new ArrayList<Header>();
    headers.add(new Header("content-type", "application/json"));
    if (status == 429 && random.nextBoolean()) {
      headers.add(new Header("retry-after", Integer.toString(1 + random.nextInt(4))));
    }
    all.add(new Beat.Began(status, new Headers(headers)));
    String body = "{\"error\":{\"type\":\"some_error\",\"message\":\"no\"}}";
    all.add(new Beat.Said(Bytes.utf8(body), 0));
    all.add(new Beat.Ended());
  }

  /** The pieces, cut anew at any byte where it is a stream. */
  private List<Beat> said(Spoken spoken) {
    var all = new ArrayList<Beat>();
    long before = 0;
    for (Spoken.Piece piece : spoken.pieces(random)) {
      byte[] bytes = Bytes.utf8(piece.text()).toArray();
      int at = 0;
      while (at < bytes.length) {
        boolean whole = random.nextInt(4) > 0;
        int count = whole ? bytes.length - at : 1 + random.nextInt(bytes.length - at);
        var part = new byte[count];
        System.arraycopy(bytes, at, part, 0, count);
        at += count;
        long tokens = at == bytes.length ? piece.tokens() : before;
        all.add(new Beat.Said(Bytes.owning(part), tokens));
      }
      before = piece.tokens();
    }
    return all;
  }
}
