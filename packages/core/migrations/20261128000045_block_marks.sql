-- How far the two had read, and what had reached them, when the block began, by user: no more of it is shown to
-- either. Of blocks that are there already nothing is kept back.
alter table user_blocks add column marks jsonb;
