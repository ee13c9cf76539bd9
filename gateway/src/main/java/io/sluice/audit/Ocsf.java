package io.sluice.audit;

import io.sluice.audit.SiemEvent.Activity;
import io.sluice.audit.SiemEvent.Ending;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;

/**
 * An entry as one event of the class API Activity, one line of JSON.
 *
 * <p>Source: Open Cybersecurity Schema Framework 1.3.0, class 6003, profile {@code
 * security_control}.
 */
public final class Ocsf {
  private static final String VERSION = "1.3.0";
  private static final int CATEGORY = 6;
  private static final int CLASS = 6003;
  private static final int INFORMATIONAL = 1;
  private static final int LOW = 2;
  private static final int OTHER = 99;

  private Ocsf() {}

  /** The event of an entry that stands at that index of its log. */
  public static String line(long index, Json entry) {
    SiemEvent event = SiemEvent.of(index, entry);
    int activity = activity(event.what().activity());
    var json = new JsonWriter(1_024).object();
    boolean denied = event.result().ending() == Ending.DENIED;
    json.field("action_id", denied ? 2 : 1).field("activity_id", activity);
    json.field("activity_name", name(event.what().activity()));
    actor(json, event);
    api(json, event);
    json.field("category_name", "Application Activity").field("category_uid", CATEGORY);
    json.field("class_name", "API Activity").field("class_uid", CLASS);
    json.field("disposition_id", denied ? 2 : 1);
    json.field("message", event.kind() + " " + event.what().target());
    metadata(json, event, entry.text("log", ""));
    if (!event.what().target().isEmpty()) {
      json.name("resources").array().object().field("name", event.what().target());
      json.field("type", event.what().level().isEmpty() ? "object" : "model");
      json.endObject().endArray();
    }
    json.field("severity_id", event.striking() ? LOW : INFORMATIONAL);
    json.name("src_endpoint").object().field("name", source(event)).endObject();
    status(json, event);
    json.field("time", event.at()).field("type_uid", CLASS * 100L + activity);
    json.name("unmapped").object().field("cost_micros", event.result().cost());
    json.field("level", event.what().level()).endObject();
    return json.endObject().done().utf8();
  }

  private static void actor(JsonWriter json, SiemEvent event) {
    json.name("actor").object();
    if (!event.who().app().isEmpty()) {
      json.field("app_name", event.who().app());
    }
    json.name("user").object().field("uid", orUnknown(event.who().id()));
    if (!event.who().tenant().isEmpty()) {
      json.name("org").object().field("uid", event.who().tenant()).endObject();
    }
    json.endObject().endObject();
  }

  private static void api(JsonWriter json, SiemEvent event) {
    json.name("api").object().field("operation", event.what().operation());
    if (!event.what().exchange().isEmpty()) {
      json.name("request").object().field("uid", event.what().exchange()).endObject();
    }
    json.name("response").object();
    if (event.result().status() > 0) {
      json.field("code", event.result().status());
    }
    if (!event.result().code().isEmpty()) {
      json.field("error", event.result().code());
    }
    json.endObject();
    json.name("service").object().field("name", "sluice").endObject().endObject();
  }

  private static void metadata(JsonWriter json, SiemEvent event, String log) {
    json.name("metadata").object().field("event_code", event.kind()).field("log_name", log);
    json.name("product").object().field("name", "Sluice").field("vendor_name", "Sluice");
    json.field("version", event.gateway()).endObject();
    json.name("profiles").array().value("security_control").endArray();
    if (!event.who().tenant().isEmpty()) {
      json.field("tenant_uid", event.who().tenant());
    }
    json.field("uid", event.receipt()).field("version", VERSION).endObject();
  }

  private static void status(JsonWriter json, SiemEvent event) {
    if (!event.result().code().isEmpty()) {
      json.field("status_code", event.result().code());
    }
    json.field(
        "status_id",
        switch (event.result().ending()) {
          case SUCCESS -> 1;
          case DENIED, FAILURE -> 2;
          case UNKNOWN -> 0;
        });
  }

  private static String source(SiemEvent event) {
    String source = event.who().source();
    return orUnknown(source.isEmpty() ? event.who().id() : source);
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static int activity(Activity activity) {
    return switch (activity) {
      case CREATE -> 1;
      case READ -> 2;
      case UPDATE -> 3;
      case DELETE -> 4;
      case OTHER -> OTHER;
    };
  }

  private static String name(Activity activity) {
    return activity == Activity.OTHER ? "Invoke" : capital(Words.of(activity));
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
