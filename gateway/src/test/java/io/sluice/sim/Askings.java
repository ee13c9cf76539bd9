package io.sluice.sim;

import io.sluice.identity.IssuedKey;
import io.sluice.identity.Presented;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import io.sluice.sim.Asking.Body;
import io.sluice.sim.Asking.Door;
import io.sluice.sim.Asking.Manners;
import io.sluice.sim.Asking.Value;
import io.sluice.sim.Asking.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes up clients: most ask plainly, some leave, dawdle, lie or send nonsense. */
final class Askings {
  private static final List<Value> VALUES =
      List.of(
          new Value("4111 1111 1111 1111", "pci"),
          new Value("5555555555554444", "pci"),
          new Value("maria.lopez@example.org", "pii"),
          new Value("DE89370400440532013000", "pii"));
  private static final List<String> MODELS =
      List.of("auto", "auto", "auto", "open", "small", "own-model", "deep", "nano", "beside");
  private static final List<String> NONSENSE =
      List.of(
          "", "[]", "{\"model\":\"auto\"", "{\"model\":1,\"messages\":[]}", "\u0000\u0001", "null");
  private static final int DEEP = 4_000;

  private final SplittableRandom random;
  private int made;

  Askings(SplittableRandom random) {
    this.random = random;
  }

  /** Requests made so far. */
  int made() {
    return made;
  }

  /** The next request, by one of {@code keys} or by nobody. */
  Asking next(List<IssuedKey> keys) {
    int number = ++made;
    boolean anthropic = random.nextInt(3) == 0;
    String path = anthropic ? "/v1/messages" : "/v1/chat/completions";
    String model = one(30) ? "no-such-model" : MODELS.get(random.nextInt(MODELS.size()));
    var door = new Door(path, random.nextBoolean(), model);
    IssuedKey key = one(40) ? null : keys.get(random.nextInt(keys.size()));
    String id = key == null ? "" : key.key().id();
    return new Asking(number, door, words(number, door, anthropic), manners(), shown(key), id);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private Presented shown(@Nullable IssuedKey key) {
    if (key != null) {
      return new Presented(List.of(key.secret()));
    }
    return one(2)
        ? Presented.NOTHING
        : new Presented(List.of(Secret.of("sluice_0000000000_nosuchsecret")));
  }

  private Manners manners() {
    Body body =
        switch (random.nextInt(40)) {
          case 0 -> Body.TOO_LARGE;
          case 1 -> Body.NEVER;
          case 2 -> Body.LEFT;
          case 3, 4, 5 -> Body.SLOWLY;
          default -> Body.AT_ONCE;
        };
    Duration leaves = one(8) ? Duration.ofMillis(random.nextInt(3_000)) : null;
    var limit = one(12) ? Duration.ofMillis(200 + random.nextInt(4_000)) : Duration.ofMinutes(3);
    return new Manners(body, leaves, one(6), limit);
  }

  private Words words(int number, Door door, boolean anthropic) {
    String canary = "canary" + number + "x" + Long.toHexString(random.nextLong() >>> 40);
    var values = new ArrayList<Value>(2);
    while (values.size() < 2 && one(3)) {
      values.add(VALUES.get(random.nextInt(VALUES.size())));
    }
    var text = new StringBuilder("Say something of ").append(canary);
    values.forEach(value -> text.append(" and of ").append(value.text()).append(" too"));
    Level declared = null;
    var headers = new ArrayList<Header>();
    switch (random.nextInt(8)) {
      case 0 -> declared = Level.CONFIDENTIAL;
      case 1 -> declared = Level.RESTRICTED;
      case 2 -> declared = Level.PUBLIC;
      default -> {}
    }
    if (declared != null) {
      headers.add(new Header("x-sluice-labels", declared.word()));
    } else if (one(40)) {
      headers.add(new Header("x-sluice-labels", "no-such-level"));
    }
    if (anthropic) {
      headers.add(new Header("anthropic-version", "2023-06-01"));
    }
    String extra = one(5) ? (anthropic ? "top_k" : "logit_bias") : "";
    Bytes body = Bytes.utf8(one(40) ? nonsense() : body(door, anthropic, text, extra));
    var said = new Headers(headers);
    return new Words(body, said, text.toString(), declared, canary, List.copyOf(values), extra);
  }

  private String nonsense() {
    int which = random.nextInt(NONSENSE.size() + 1);
    return which < NONSENSE.size()
        ? NONSENSE.get(which)
        : "{\"model\":\"auto\",\"messages\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}";
  }

  private String body(Door door, boolean anthropic, CharSequence text, String extra) {
    var body = new StringBuilder("{\"model\":\"").append(door.model()).append('"');
    body.append(",\"messages\":[{\"role\":\"user\",\"content\":\"").append(text).append("\"}]");
    if (anthropic || one(2)) {
      String name = anthropic ? "max_tokens" : "max_completion_tokens";
      long most = one(15) ? 4_000_000_000L : 40 + random.nextInt(800);
      body.append(",\"").append(name).append("\":").append(most);
    }
    if (door.stream()) {
      body.append(",\"stream\":true");
    }
    if (one(6)) {
      body.append(anthropic ? TOOLS_ANTHROPIC : TOOLS_OPENAI);
    }
    switch (extra) {
      case "top_k" -> body.append(",\"top_k\":7");
      case "logit_bias" -> body.append(",\"logit_bias\":{\"50256\":-100}");
      default -> {}
    }
    return body.append('}').toString();
  }

  private static final String TOOLS_OPENAI =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"word\":{\"type\":\"string\"}}}}}]";
  private static final String TOOLS_ANTHROPIC =
      ",\"tools\":[{\"name\":\"look_up\",\"input_schema\":"
          + "{\"type\":\"object\",\"properties\":{\"word\":{\"type\":\"string\"}}}}]";
}
