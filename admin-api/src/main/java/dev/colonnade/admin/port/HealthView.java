package dev.colonnade.admin.port;

/** Whether the proxy is well. Both are asked often and must answer from memory. */
public interface HealthView {
    /** False where only a restart helps. */
    boolean live();

    /** Whether clients should be sent here. */
    Readiness ready();
}
