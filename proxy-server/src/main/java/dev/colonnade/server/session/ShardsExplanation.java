package dev.colonnade.server.session;

import dev.colonnade.planner.Planned;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.wire.backend.RowDescription;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** EXPLAIN (SHARDS): where a statement would go, as text rows. */
final class ShardsExplanation {
    static final RowDescription COLUMNS = new RowDescription(
            List.of(new RowDescription.Field("QUERY PLAN", 0, (short) 0, 25, (short) -1, -1, (short) 0)));

    private ShardsExplanation() {}

    static void run(ClientSession session, Statement.Explain explain, String text, LocalStatements.Done done) {
        String body = explain.body().of(text);
        String plan;
        try {
            Planned planned = session.planning.plan(body, session.planning.context());
            plan = planned.print();
        } catch (PlanningException e) {
            plan = PlanPrinter.print(e.refusal());
        }
        if (!session.extendedExecution()) {
            COLUMNS.write(session.client.own());
        }
        for (String line : plan.lines().toList()) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            ByteBuf out = session.client.own();
            out.writeByte('D')
                    .writeInt(4 + 2 + 4 + bytes.length)
                    .writeShort(1)
                    .writeInt(bytes.length)
                    .writeBytes(bytes);
        }
        done.done("EXPLAIN");
    }
}
