package io.sluice.store.embedded;

import io.sluice.approval.Approval;
import io.sluice.approval.ApprovalStore;
import io.sluice.approval.Asker;
import io.sluice.approval.Question;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Approvals in the table {@code approval}. */
final class SqlApprovalStore implements ApprovalStore {
  private static final String PUT =
      """
      INSERT OR REPLACE INTO approval (id, kind, state, tenant, asker, chain, binding, rules,
        level, categories, integrity, models, shown, opened_at, expires_at,
        closed_by, reason, closed_at, until_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String FIND = "SELECT * FROM approval WHERE id = ?";
  private static final String LIVE =
      "SELECT * FROM approval WHERE state = 'PENDING' OR until_at > ? ORDER BY opened_at, id";
  private static final String NEWEST =
      "SELECT * FROM approval ORDER BY opened_at DESC, id DESC LIMIT ?";

  private final StateDatabase database;

  SqlApprovalStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void put(Approval approval) {
    int rows =
        database.call(
            connection -> {
              try (var row = connection.prepareStatement(PUT)) {
                fill(row, approval);
                return row.executeUpdate();
              }
            });
    assert rows > 0;
  }

  @Override
  public Optional<Approval> find(String id) {
    return select(FIND, row -> row.setString(1, id)).stream().findFirst();
  }

  @Override
  public List<Approval> live(Instant now) {
    return select(LIVE, row -> row.setLong(1, now.toEpochMilli()));
  }

  @Override
  public List<Approval> newest(int limit) {
    return select(NEWEST, row -> row.setInt(1, limit));
  }

  /** Sets the parameters of a query. */
  private interface Parameters {
    void set(PreparedStatement query) throws SQLException;
  }

  private List<Approval> select(String sql, Parameters parameters) {
    return database.call(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            parameters.set(query);
            var all = new ArrayList<Approval>();
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                all.add(approval(rows));
              }
            }
            return all;
          }
        });
  }

  private static void fill(PreparedStatement row, Approval approval) throws SQLException {
    Question question = approval.question();
    Label label = question.scope().label();
    Approval.Closing closing = approval.closing();
    row.setString(1, approval.id());
    row.setString(2, question.kind().name());
    row.setString(3, closing == null ? Approval.State.PENDING.name() : closing.state().name());
    row.setString(4, question.asker().tenant());
    row.setString(5, question.asker().principal());
    row.setString(6, Column.text(question.asker().chain()));
    row.setString(7, question.binding());
    row.setString(8, Column.text(question.rules()));
    row.setString(9, label.level().word());
    row.setString(10, Column.text(label.categories().names()));
    row.setString(11, label.integrity().word());
    row.setString(12, Column.text(question.scope().models()));
    row.setString(13, Column.pairs(question.shown()));
    Column.set(row, 14, approval.opened());
    Column.set(row, 15, approval.expires());
    row.setString(16, closing == null ? "" : closing.by());
    row.setString(17, closing == null ? "" : closing.reason());
    Column.set(row, 18, closing == null ? null : closing.at());
    Column.set(row, 19, closing == null ? null : closing.until());
  }

  private static Approval approval(ResultSet row) throws SQLException {
    var asker =
        new Asker(row.getString("tenant"), row.getString("asker"), Column.list(row, "chain"));
    var question =
        new Question(
            Question.Kind.valueOf(row.getString("kind")),
            asker,
            row.getString("binding"),
            Column.list(row, "rules"),
            new Question.Scope(label(row), Column.list(row, "models")),
            Column.pairs(row, "shown"));
    return new Approval(
        row.getString("id"),
        question,
        Column.moment(row, "opened_at"),
        Column.moment(row, "expires_at"),
        closing(row));
  }

  private static Label label(ResultSet row) throws SQLException {
    return new Label(
        Integrity.of(row.getString("integrity"))
            .orElseThrow(() -> new SQLException("unknown integrity")),
        Level.of(row.getString("level")).orElseThrow(() -> new SQLException("unknown level")),
        Categories.of(Column.list(row, "categories")));
  }

  private static Approval.@Nullable Closing closing(ResultSet row) throws SQLException {
    var state = Approval.State.valueOf(row.getString("state"));
    return state == Approval.State.PENDING
        ? null
        : new Approval.Closing(
            state,
            row.getString("closed_by"),
            row.getString("reason"),
            Column.moment(row, "closed_at"),
            Column.moment(row, "until_at"));
  }
}
