package io.sluice.ingress;

import io.sluice.admin.ManageApprovals;
import io.sluice.approval.Approval;
import io.sluice.approval.Approval.State;
import io.sluice.approval.Question;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/** The inbox of approvals over HTTP. */
final class ApprovalRoutes {
  private final ManageApprovals approvals;

  ApprovalRoutes(ManageApprovals approvals) {
    this.approvals = approvals;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/approvals", Role.VIEWER, this::list),
        new AdminRoute("GET", "/api/v1/approvals/{id}", Role.VIEWER, this::show),
        new AdminRoute("POST", "/api/v1/approvals/{id}/approve", Role.OPERATOR, this::approve),
        new AdminRoute("POST", "/api/v1/approvals/{id}/deny", Role.OPERATOR, this::deny));
  }

  private AdminReply list(AdminCall call) {
    String wanted = call.parameter("state").orElse("");
    if (!wanted.isEmpty() && words().stream().noneMatch(wanted::equals)) {
      throw AdminCall.bad("'state' must be one of " + String.join(", ", words()));
    }
    var writer = new JsonWriter(2_048).object().name("approvals").array();
    for (Approval approval : approvals.list(call.by())) {
      if (wanted.isEmpty() || wanted.equals(state(approval))) {
        write(writer.object(), approval).endObject();
      }
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply show(AdminCall call) {
    return whole(approvals.show(call.part("id"), call.by()));
  }

  private AdminReply approve(AdminCall call) {
    String time = "";
    if (!call.body().isEmpty()) {
      time = AdminCall.text(call.object(List.of("for")), "for", "");
    }
    var window = time.isEmpty() ? null : KeyRoutes.time("for", time);
    return whole(approvals.approve(call.part("id"), window, call.by()));
  }

  private AdminReply deny(AdminCall call) {
    String reason = AdminCall.text(call.object(List.of("reason")), "reason", "");
    return whole(approvals.deny(call.part("id"), reason, call.by()));
  }

  private AdminReply whole(Approval approval) {
    var writer = write(new JsonWriter(1_024).object(), approval);
    writer.name("shown").object();
    approval.question().shown().forEach(writer::field);
    return AdminReply.json(200, writer.endObject().endObject());
  }

  private JsonWriter write(JsonWriter writer, Approval approval) {
    Question question = approval.question();
    writer.field("id", approval.id()).field("state", state(approval));
    writer.field("kind", question.kind().name().toLowerCase(Locale.ROOT));
    writer.field("tenant", question.asker().tenant());
    writer.field("asker", question.asker().principal());
    boolean change = question.kind() == Question.Kind.CHANGE; // there is no content in it
    writer.field("label", change ? "" : question.scope().label().text());
    writer.name("models").array();
    question.scope().models().forEach(writer::value);
    writer.endArray().name("rules").array();
    question.rules().forEach(writer::value);
    writer.endArray().field("opened", approval.opened().toString());
    writer.field("expires", approval.expires().toString());
    Approval.Closing closing = approval.closing();
    writer.field("by", closing == null ? "" : closing.by());
    writer.field("reason", closing == null ? "" : closing.reason());
    return writer.field("until", closing == null ? "" : closing.until().toString());
  }

  private String state(Approval approval) {
    return word(approval.state(approvals.now()));
  }

  private static List<String> words() {
    return List.of(State.values()).stream().map(ApprovalRoutes::word).toList();
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
