package dev.colonnade.planner.rule;

import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.Fragment;

/**
 * A staged statement with one fragment, whatever its databases.
 *
 * @param sql every branch's text; the client's parameters keep their numbers
 */
public record StagedTemplate(String sql, Fragment fragment, FinalQuery then) {}
