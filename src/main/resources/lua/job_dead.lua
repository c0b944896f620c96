#!lua flags=allow-oom
-- Looks for an entry among some of the dead letters; not for long, because each of them is as large as its job.
-- KEYS: 1 dead letters
-- ARGV: 1 group, 2 stream, 3 entry ID, 4 where to begin, 5 how many letters at most, 6 bytes after which to end
-- Codes: none
-- Returns: {1 if it is among them, else 0, ID of the last letter seen if there may be more}
local bytes, last = 0, ARGV[4]
for _ = 1, tonumber(ARGV[5]) do
  local letter = redis.call('XRANGE', KEYS[1], last, '+', 'COUNT', 1)[1]
  if not letter then return {0, false} end
  local is = {}
  for i = 1, #letter[2], 2 do
    is[letter[2][i]], bytes = letter[2][i + 1], bytes + #letter[2][i + 1]
  end
  if is.group == ARGV[1] and is.stream == ARGV[2] and is.entry_id == ARGV[3] then return {1, false} end
  last = '(' .. letter[1]
  if bytes > tonumber(ARGV[6]) then break end
end
return {0, last}
