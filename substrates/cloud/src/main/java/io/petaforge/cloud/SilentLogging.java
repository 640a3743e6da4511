package io.petaforge.cloud;

import org.jclouds.logging.Logger;
import org.jclouds.logging.config.LoggingModule;

/**
 * jclouds says nothing. Its own null logger prints errors on the process's standard error, with what was sent: user data and
 * the private keys in them.
 */
final class SilentLogging extends LoggingModule {
    private static final Logger SILENT = new Logger() {
        @Override
        public String getCategory() {
            return "";
        }

        @Override
        public void trace(String message, Object... args) {}

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public void debug(String message, Object... args) {}

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public void info(String message, Object... args) {}

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public void warn(String message, Object... args) {}

        @Override
        public void warn(Throwable throwable, String message, Object... args) {}

        @Override
        public boolean isWarnEnabled() {
            return false;
        }

        @Override
        public void error(String message, Object... args) {}

        @Override
        public void error(Throwable throwable, String message, Object... args) {}

        @Override
        public boolean isErrorEnabled() {
            return false;
        }
    };

    @Override
    public Logger.LoggerFactory createLoggerFactory() {
        return category -> SILENT;
    }
}
