package io.sluice.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a model is called whoever serves it: its id without host, vendor, date and the words for how
 * it is packed. {@code anthropic.claude-3-opus-20240229-v1:0} and {@code claude-3-opus} are of one
 * family; a number that tells models apart ({@code 70b}, {@code 3.5}, {@code v2}) stays.
 */
public final class ModelFamily {
  private static final Pattern VENDOR =
      Pattern.compile(
          "^(?:[a-z]{2,6}\\.)?(?:anthropic|meta|mistral|amazon|cohere|ai21|deepseek|google|openai)\\.");
  private static final Pattern REVISION = Pattern.compile("-v\\d+:\\d+$");
  private static final Pattern DATE = Pattern.compile("-?\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern BUILD = Pattern.compile("\\d{3,}|v0[0-9.]*");
  private static final Set<String> PACKING =
      Set.of(
          "any", "chat", "fc", "hf", "inst", "instruct", "it", "latest", "meta", "open", "preview");

  private ModelFamily() {}

  /** The family of the model with that id; the id itself, in small letters, where nothing stays. */
  public static String of(String id) {
    String name = id.toLowerCase(Locale.ROOT);
    int host = name.indexOf('@');
    name = host > 0 ? name.substring(0, host) : name;
    name = name.substring(name.lastIndexOf('/') + 1).replace('_', '.');
    name = VENDOR.matcher(name).replaceFirst("");
    name = REVISION.matcher(name).replaceFirst("").replace(':', '-');
    name = DATE.matcher(name).replaceAll("");
    List<String> kept = new ArrayList<>();
    for (String word : name.split("-", -1)) {
      if (!word.isEmpty() && !PACKING.contains(word) && !BUILD.matcher(word).matches()) {
        kept.add(word);
      }
    }
    return kept.isEmpty() ? id.toLowerCase(Locale.ROOT) : String.join("-", kept);
  }
}
