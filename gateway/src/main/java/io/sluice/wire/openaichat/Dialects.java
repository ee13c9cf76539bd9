package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.wire.openaichat.Dialect.Habit;
import io.sluice.wire.openaichat.Dialect.Thoughts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of providers that speak chat completions, each in its way. */
public final class Dialects {
  private static final String RESOURCE = "/dialects.json";
  private static final List<Dialect> ALL = read();

  private Dialects() {}

  /** All of them; the first is OpenAI's own. */
  public static List<Dialect> all() {
    return ALL;
  }

  private static List<Dialect> read() {
    try (var in = Dialects.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + RESOURCE);
      }
      Json root = Json.parse(Bytes.owning(in.readAllBytes()), JsonLimits.DEFAULT);
      var all = new ArrayList<Dialect>();
      root.items().forEach(item -> all.add(dialect(item)));
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException("the build's list of dialects is no JSON", e);
    }
  }

  private static Dialect dialect(Json item) {
    Map<String, String> renames = new LinkedHashMap<>();
    for (Json.Field field : item.at("renames").fields()) {
      renames.put(field.name(), field.value().string().orElseThrow());
    }
    return new Dialect(
        item.text("api", ""),
        URI.create(item.text("base_url", "")),
        item.text("limit", "max_tokens"),
        renames,
        texts(item.at("rejects")).collect(Collectors.toUnmodifiableSet()),
        thoughts(item.at("thinking")),
        texts(item.at("habits"))
            .map(word -> Habit.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Thoughts thoughts(Json item) {
    return new Thoughts(
        item.text("back", ""),
        item.text("effort", "reasoning_effort"),
        texts(item.at("efforts")).collect(Collectors.toUnmodifiableSet()),
        item.text("budget", ""),
        new Thoughts.Switches(values(item.at("on")), values(item.at("off"))),
        item.at("shown").bool(true));
  }

  private static Map<String, Bytes> values(Json members) {
    Map<String, Bytes> all = new LinkedHashMap<>();
    members.fields().forEach(field -> all.put(field.name(), field.value().raw()));
    return all;
  }

  private static Stream<String> texts(Json list) {
    return list.items().stream().map(one -> one.string().orElseThrow());
  }
}
