package io.sluice.audit;

import io.sluice.audit.Payload.Part;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.NormalText;

/**
 * A text that is looked for in kept content, compared as {@link NormalText}: layout, case, accents
 * and look-alikes make no difference. It is found where it stands within one text of a request, or
 * within the answer.
 */
public final class Needle {
  private final String normal;

  private Needle(String normal) {
    this.normal = normal;
  }

  /** Of that text; {@link #isEmpty} if it has no letter or digit. */
  public static Needle of(String text) {
    return new Needle(NormalText.of(text).text());
  }

  /** True if there is nothing to look for. */
  public boolean isEmpty() {
    return normal.isEmpty();
  }

  /** The text as it is compared: content, as the text itself is. */
  public Bytes compared() {
    return Bytes.utf8(normal);
  }

  /** Whether it stands in what is kept. */
  public boolean in(Payload payload) {
    Bytes request = payload.parts().get(Part.REQUEST);
    Bytes answer = payload.parts().get(answer(payload));
    return (answer != null && in(answer.utf8())) || (request != null && inRequest(request));
  }

  private static Part answer(Payload payload) {
    return payload.parts().containsKey(Part.TEXT) ? Part.TEXT : Part.CALLER;
  }

  private boolean inRequest(Bytes body) {
    try {
      return in(Json.parse(body, JsonLimits.DEFAULT));
    } catch (JsonException e) {
      return in(body.utf8());
    }
  }

  private boolean in(Json json) {
    return switch (json.kind()) {
      case STRING -> in(json.string().orElse(""));
      case ARRAY -> json.items().stream().anyMatch(this::in);
      case OBJECT -> json.fields().stream().anyMatch(field -> in(field.value()));
      case NUMBER, TRUE, FALSE, NULL, MISSING -> false;
    };
  }

  private boolean in(String text) {
    return NormalText.of(text).text().contains(normal);
  }

  /** The length only. */
  @Override
  public String toString() {
    return "Needle[" + normal.length() + " chars]";
  }
}
