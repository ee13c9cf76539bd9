package io.sluice.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.identity.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminQuestionTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/exchanges/{id}, View[kind=exchange]",
    "GET, /api/v1/exchanges/{id}/explain, View[kind=exchange]",
    "GET, /api/v1/exchanges/{id}/payload, View[kind=payload]",
    "GET, /api/v1/ledger/tile/{a}/{b}, View[kind=ledger]",
    "GET, /api/v1/completeness, View[kind=completeness]",
    "GET, /api/v1/report, View[kind=report]",
    "GET, /api/v1/holds, View[kind=hold]",
    "POST, /api/v1/who-saw, View[kind=who-saw]",
    "POST, /api/v1/policy/simulate, View[kind=simulation]",
    "POST, /api/v1/providers/{provider}/reconcile, View[kind=usage]",
    "POST, /api/v1/keys, Change[operation=keys.create]",
    "DELETE, /api/v1/keys/{id}, Change[operation=keys.delete]",
    "POST, /api/v1/keys/{name}/suspend, Change[operation=keys.suspend]",
    "POST, /api/v1/operators, Change[operation=operators.create]",
    "POST, /api/v1/policy/activate, Change[operation=policy.activate]",
    "POST, /api/v1/approvals/{id}/approve, Change[operation=approvals.approve]",
    "DELETE, /api/v1/exchanges/{id}/payload, Change[operation=exchanges.payload.delete]",
    "POST, /api/v1/something/new/{id}, Change[operation=something.new]",
    "GET, /api/v1/keys, Nothing[]",
    "GET, /metrics, Nothing[]",
    "GET, /readyz, Nothing[]",
  })
  void a_route_tells_what_policy_is_asked(String method, String path, String question) {
    var route = new AdminRoute(method, path, Role.ADMIN, _ -> AdminReply.text(200, ""));
    assertThat(AdminQuestion.of(route)).hasToString(question);
  }
}
