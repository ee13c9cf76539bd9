package io.sluice.e2e;

import io.sluice.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** The tools that scenarios offer to models; what they may do is said in the configuration. */
final class FlowTools {
  private static final Map<String, List<String>> PARAMETERS =
      Map.ofEntries(
          Map.entry("fetch_page", List.of("url")),
          Map.entry("read_inbox", List.of("folder")),
          Map.entry("crm_lookup", List.of("customer")),
          Map.entry("search_kb", List.of("query")),
          Map.entry("case_lookup", List.of("customer")),
          Map.entry("get_issue", List.of("number")),
          Map.entry("contacts", List.of("name")),
          Map.entry("send_email", List.of("to", "subject", "body")),
          Map.entry("post_message", List.of("channel", "text")),
          Map.entry("transfer_money", List.of("iban", "amount")),
          Map.entry("run_shell", List.of("command")),
          Map.entry("create_note", List.of("text")),
          Map.entry("grant_access", List.of("account", "role")));

  static final List<String> USUAL = List.copyOf(new java.util.TreeMap<>(PARAMETERS).keySet());

  private FlowTools() {}

  /** A tool on offer. */
  record Tool(String name, String description, List<String> parameters, String annotations) {
    /** What its server says of it, if anything, beside the rest. */
    void hints(JsonWriter body) {
      if (!annotations.isEmpty()) {
        body.name("annotations").raw(annotations);
      }
    }

    /** Its arguments as a schema. */
    String schema() {
      var schema = new JsonWriter(256).object().field("type", "object").name("properties").object();
      parameters.forEach(name -> schema.name(name).object().field("type", "string").endObject());
      return schema.endObject().endObject().done().utf8();
    }
  }

  /** A name of a usual tool, or {@code {name, description, parameters}}. */
  static Tool of(FlowTree said) {
    if (said.value() instanceof String name) {
      return new Tool(
          name, name.replace('_', ' '), PARAMETERS.getOrDefault(name, List.of("text")), "");
    }
    said.only("name", "description", "parameters", "annotations");
    String name = said.at("name").text();
    var usual = PARAMETERS.getOrDefault(name, List.of("text"));
    var named = said.has("parameters") ? said.at("parameters").texts() : usual;
    return new Tool(
        name,
        said.text("description", name.replace('_', ' ')),
        named,
        said.text("annotations", ""));
  }

  /** What the configuration of every scenario says of them. */
  static final String POLICY =
      """
      tools:
        fetch_page: {effect: fetch, result: {integrity: untrusted, level: public}}
        read_inbox: {effect: read, result: {integrity: untrusted, level: internal}}
        crm_lookup: {effect: read, result: {integrity: internal, level: restricted, categories: [pii]}}
        case_lookup: {effect: read, result: {integrity: internal, level: restricted, readers: [support, legal], readers_from: [customer.email]}}
        get_issue: {effect: read, vouched: true, result: {integrity: untrusted, level: internal}}
        search_kb: {effect: read, result: {integrity: internal, level: internal}}
        contacts: {effect: read, directory: true, result: {integrity: internal, level: internal}}
        send_email: {effect: send_external, control_args: [to], min_integrity: internal, max_level: public}
        post_message: {effect: send_internal, control_args: [channel], min_integrity: internal, max_level: confidential}
        transfer_money: {effect: money_out, control_args: [iban], min_integrity: internal}
        run_shell: {effect: execute, control_args: [command], min_integrity: user, max_level: public}
        create_note: {effect: write, control_args: [], min_integrity: untrusted, max_level: restricted}
        grant_access: {effect: identity, control_args: [account], min_integrity: internal, max_level: internal}
      """;
}
