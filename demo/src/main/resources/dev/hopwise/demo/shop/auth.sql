CREATE TABLE users (name VARCHAR(20) PRIMARY KEY, tier VARCHAR(10) NOT NULL);
CREATE TABLE sessions (
  token VARCHAR(40) PRIMARY KEY,
  user_name VARCHAR(20) NOT NULL REFERENCES users (name),
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_name);
INSERT INTO users
  SELECT 'user-' || LPAD(X, 3, '0'), CASE WHEN MOD(X, 10) = 0 THEN 'gold' WHEN MOD(X, 3) = 0 THEN 'silver' ELSE 'basic' END
  FROM SYSTEM_RANGE(1, 200);
INSERT INTO sessions
  SELECT 'token-' || LPAD(X, 3, '0'), 'user-' || LPAD(X, 3, '0'), DATEADD(YEAR, 1, CURRENT_TIMESTAMP)
  FROM SYSTEM_RANGE(1, 200);
