package dev.colonnade.server.session;

import dev.colonnade.execution.motion.MotionLimits;
import dev.colonnade.execution.pool.SessionSettings;
import java.util.Locale;
import java.util.Set;

/** {@code SET colonnade.motion TO off}: statements of this session that would move rows between databases are refused instead. */
final class MotionSetting {
    private static final String NAME = "colonnade.motion";
    private static final Set<String> OFF = Set.of("off", "false", "no", "0");

    private MotionSetting() {}

    static MotionLimits of(SessionSettings settings, MotionLimits limits) {
        SessionSettings.Value value = settings.values().get(NAME);
        String text = switch (value) {
            case null -> "";
            case SessionSettings.Value.Plain(String plain) -> plain;
            case SessionSettings.Value.Sql(String sql) -> sql.replace("'", "");
            case SessionSettings.Value.Merged merged -> merged.text();
        };
        return OFF.contains(text.strip().toLowerCase(Locale.ROOT)) ? limits.with(0, limits.bytesMax()) : limits;
    }
}
